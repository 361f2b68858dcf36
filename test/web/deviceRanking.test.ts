import { expect } from "chai";
import type { Page } from "playwright-core";
import { trainModel } from "../../scripts/stack/training.ts";
import { read } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

/** What the oracle is asked for by any reader, and nothing by what was read before. */
const PATHS = /^\/(status|feed|auth\/session|contents\/\d+(\/body)?|device-model(\/[0-9a-f]{64})?)$/;

describe("ranking on the reader's own device", () => {
  let stack: Running;
  let visitor: Visitor;
  /** Everything that left the browser for elsewhere than the chain, but for asking for pages, pieces and the model by name. */
  let sent: string[];
  before(async () => {
    stack = await running();
    await trainModel(stack.oracleUrl, stack.operatorToken);
  });
  beforeEach(async () => {
    visitor = await newVisitor(stack.browser);
    sent = [];
    visitor.page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin === new URL(stack.rpcUrl).origin || url.protocol === "data:" || url.protocol === "blob:") return;
      const plain =
        url.origin === new URL(stack.webUrl).origin ? /^(\?_rsc=[\w-]+)?$/ : /^(\?scope=all&language=[\w-]+)?$/;
      const asksOnly = request.method() === "GET" && plain.test(url.search);
      if (!asksOnly || (url.origin === stack.oracleUrl && !PATHS.test(url.pathname))) sent.push(url.href);
    });
    await visitor.page.goto(stack.webUrl);
    await visitor.page.locator("[data-content]").first().waitFor();
  });
  afterEach(() => visitor.context.close());

  it("needs neither wallet nor consent, moves the feed, stays over a reload, sends nothing, and is forgotten on demand", async () => {
    const { page } = visitor;
    const before = await orderOf(page);
    await page.getByRole("switch", { name: "Rank on this device" }).click();
    await page.getByText("Nothing was read here yet").waitFor();
    await page.locator("[data-content] h2 a").nth(3).click();
    await page.getByRole("button", { name: "Like", exact: true }).click();
    await read(page);
    await page.getByText("Kept on this device alone.").first().waitFor();
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    await page.locator('[data-device-order="true"]').waitFor();
    const after = await orderOf(page);
    expect([...after].sort()).to.deep.equal([...before].sort());
    expect(after).not.to.deep.equal(before);

    await page.reload();
    await page.locator('[data-device-order="true"]').waitFor();
    expect(sent).to.deep.equal([]);

    await page.getByRole("button", { name: "Erase the record" }).click();
    await page.locator('[data-device-order="false"]').waitFor();
    expect(await page.evaluate("localStorage.getItem('heed.device.history')")).to.equal(null);
    expect(visitor.complaints).to.deep.equal([]);
  });

  it("is off until the reader says otherwise, keeps nothing till then, and loads nothing for it", async () => {
    const { page } = visitor;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator("[data-content] h2 a").first().click();
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    await page.locator("[data-content]").first().waitFor();
    expect(await page.evaluate("localStorage.getItem('heed.device.history')")).to.equal(null);
    expect(asked.filter((url) => url.includes("device-model"))).to.deep.equal([]);
  });

  it("shows pieces in the reader's language first, where nothing is known of the reader", async () => {
    const chinese = await newVisitor(stack.browser, { locale: "zh-CN" });
    await chinese.page.goto(stack.webUrl);
    const first = chinese.page.locator("[data-content] h2").first();
    await first.waitFor();
    expect(await first.getAttribute("lang")).to.match(/^zh/);
    await chinese.context.close();
  });
});

async function orderOf(page: Page): Promise<string[]> {
  return await page
    .locator("[data-content]")
    .evaluateAll((cards) => cards.map((card) => (card as unknown as { dataset: { content: string } }).dataset.content));
}
