import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { arrive, connectBurner, consent, read, signIn } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

describe("a viewer's say over their attention", () => {
  let stack: Running;
  let visitor: Visitor;
  /** Bodies of what was sent to the intake. */
  let batches: string[];
  before(async () => {
    stack = await running();
  });
  beforeEach(async () => {
    visitor = await newVisitor(stack.browser);
    batches = [];
    visitor.page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/events")) batches.push(request.postData() ?? "");
    });
    await visitor.page.goto(stack.webUrl);
  });
  afterEach(() => visitor.context.close());

  it("without consent nothing is sent and the meter says so", async () => {
    const { page } = visitor;
    await connectBurner(page);
    await signIn(page);
    await consent(page, { collect: false, personalise: false });
    await page.getByText("Not personalised: you haven't agreed to it.").waitFor();
    await page.locator("[data-content] h2 a").first().click();
    await page.getByText("Nothing is measured: you haven't agreed to it.").first().waitFor();
    await read(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    // Leaving sends whatever is waiting.
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    await page.locator("[data-content]").first().waitFor();
    await page.goto(`${stack.webUrl}/how`);
    await page.locator("dl").first().waitFor();
    expect(batches).to.deep.equal([]);
  });

  it("the meter's switch stops the measuring at once, and stays off over a reload", async () => {
    const { page } = visitor;
    await arrive(page);
    await page.locator("[data-content] h2 a").first().click();
    const meter = page.locator("[data-measuring]").first();
    await page.locator('[data-measuring="on"]').first().waitFor();
    await meter.getByRole("switch", { name: "Measure here" }).click();
    await meter.getByText("You switched it off on this device.").waitFor();
    await page.reload();
    await page.locator('[data-measuring="switched-off"]').first().waitFor();
  });

  it("what wasn't sent is sent later under the same id, and counts once", async () => {
    const { page, context } = visitor;
    await arrive(page);
    await page.locator("[data-content] h2 a").first().click();
    await page.locator('[data-measuring="on"]').first().waitFor();
    await context.route("**/events", (route) => route.abort());
    const tried = page.waitForRequest((request) => (request.postData() ?? "").includes('"like"'));
    await page.getByRole("button", { name: "Like", exact: true }).click();
    const { events } = (await tried).postDataJSON() as { events: { id: string; kind: string }[] };
    const liked = events.find(({ kind }) => kind === "like")!;
    const answered = page.waitForResponse(
      (response) => response.url().endsWith("/events") && (response.request().postData() ?? "").includes(liked.id),
    );
    await context.unroute("**/events");
    await page.reload();
    const answer = await answered;
    expect(answer.status()).to.equal(202);
  });

  it("signing out leaves nothing of what was done on this device", async () => {
    const { page, context } = visitor;
    await arrive(page);
    await page.locator("[data-content] h2 a").first().click();
    await page.locator('[data-measuring="on"]').first().waitFor();
    await context.route("**/events", (route) => route.abort());
    await page.getByRole("button", { name: "Like", exact: true }).click();
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.locator('[data-measuring="signed-out"]').first().waitFor();
    expect(
      await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('heed.outbox'))"),
    ).to.deep.equal([]);
  });

  it("what was agreed to is not asked for again upon signing in, and is named as agreed where it is opened on purpose", async () => {
    const { page } = visitor;
    await arrive(page);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign in with the wallet" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Consent" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This is what you agreed to.").waitFor();
    await dialog.getByRole("switch", { name: "Measure my attention", checked: true }).waitFor();
  });

  it("the export holds what was done, and erasure leaves nothing", async () => {
    const { page } = visitor;
    await arrive(page);
    await page.locator("[data-content] h2 a").first().click();
    await page.locator('[data-measuring="on"]').first().waitFor();
    const taken = page.waitForResponse(
      (response) => response.url().endsWith("/events") && (response.request().postData() ?? "").includes('"like"'),
    );
    await page.getByRole("button", { name: "Like", exact: true }).click();
    expect((await taken).status()).to.equal(202);

    await page.getByRole("link", { name: "Wallet" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export everything as a file" }).click();
    const file = await (await download).path();
    expect(await readFile(file, "utf8")).to.include('"like"');

    await page.getByRole("button", { name: "Erase everything about me" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Erase", exact: true }).click();
    await page.getByText("Nothing. No attention of yours is stored.").waitFor();
    await page.getByRole("switch", { name: "Measure my attention", checked: false }).waitFor();
    expect(visitor.complaints).to.deep.equal([]);
  });
});
