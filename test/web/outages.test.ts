import { expect } from "chai";
import { arrive } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

describe("somebody signed in, when a service stops answering", () => {
  let stack: Running;
  let visitor: Visitor;
  let oracle: RegExp;
  let chain: RegExp;
  before(async () => {
    stack = await running();
    // By port: the page speaks to a service under the page's own name, localhost or 127.0.0.1.
    [oracle, chain] = [stack.oracleUrl, stack.rpcUrl].map((url) => new RegExp(`:${new URL(url).port}(/|$)`)) as [
      RegExp,
      RegExp,
    ];
    visitor = await newVisitor(stack.browser);
    await visitor.page.goto(stack.webUrl);
    await arrive(visitor.page);
  });
  after(() => visitor?.context.close());

  it("is told that a like waits, and no more once it is sent", async () => {
    const { page, context } = visitor;
    await page.locator("[data-content] h2 a").first().click();
    await page.locator('[data-measuring="on"]').first().waitFor();
    await context.route(oracle, (route) => route.abort());
    await page.getByRole("button", { name: "Like", exact: true }).click();
    const waits = page.getByText("Not sent yet.");
    await waits.waitFor();
    await context.unroute(oracle);
    await waits.waitFor({ state: "hidden" });
  });

  it("isn't called signed out while the oracle is silent, and finds everything when it speaks again", async () => {
    const { page, context } = visitor;
    await context.route(oracle, (route) => route.abort());
    await page.goto(`${stack.webUrl}/library`);
    await page.getByRole("alert").getByText("The oracle doesn't answer. Is it running?").waitFor();
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByText(/· The oracle doesn't answer/).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "Sign in" }).count()).to.equal(0);
    await context.unroute(oracle);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Nothing yet.").waitFor();
  });

  it("is told in the wallet when the chain is silent", async () => {
    const { page, context } = visitor;
    await context.route(chain, (route) => route.abort());
    await page.goto(`${stack.webUrl}/wallet`);
    await page.getByText("The chain doesn't answer. Is it still running?").waitFor();
    await context.unroute(chain);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: /^Balance: [\d,.]+ HEED$/ }).waitFor();
  });
});
