import AxeBuilder from "@axe-core/playwright";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { advertise } from "../../scripts/seed.ts";
import { arrive, toast } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

/** axe's serious and critical findings on the page as it stands. */
async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
}

describe("campaigns in the dApp", () => {
  let stack: Running;
  let visitor: Visitor;
  before(async () => {
    stack = await running();
    const { oracleUrl, rpcUrl, webUrl: webOrigin } = stack;
    const { reading } = await advertise({ oracleUrl, rpcUrl, webOrigin, viewers: 60 }, AbortSignal.abort());
    await reading;
    visitor = await newVisitor(stack.browser);
  });
  after(() => visitor?.context.close());

  it("are listed with who pays, and each has a page with its figures, its ad and its audience", async () => {
    const { page } = visitor;
    await page.goto(`${stack.webUrl}/campaigns`);
    await page.getByText("by Northlight Workshop").first().waitFor();
    expect(await serious(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "A telescope you can take apart" }).click();
    await page.waitForURL("**/campaigns/*");
    await page.getByRole("heading", { name: "A telescope you can take apart" }).waitFor();
    await page.getByText("Not told under ten viewers").first().waitFor();
    await page.getByText("Nothing was bought yet.").waitFor();
    expect(await page.getByRole("button", { name: "Close now" }).count()).to.equal(0);
    expect(await serious(page)).to.deep.equal([]);
  });

  it("ask for a wallet before one can be created", async () => {
    const { page } = visitor;
    await page.goto(`${stack.webUrl}/campaigns/new`);
    await page.getByText("Connect a wallet and sign in to create a campaign.").waitFor();
    await arrive(page);
    await page.getByLabel("Title").waitFor();
  });

  it("say what is wrong, field by field, before anything is signed", async () => {
    const { page } = visitor;
    await page.getByLabel("Budget (HEED)").fill("0");
    await page.getByLabel("Link").fill("javascript:alert(1)");
    await page.getByLabel("Ends").fill("2020-01-01T00:00");
    await page.getByRole("button", { name: "Create with one transaction" }).click();
    await page.getByText("Name an amount of HEED above zero.").waitFor();
    await page.getByText("An ad leads to a web page").waitFor();
    await page.getByText("The end lies before the start.").waitFor();
    await page.getByText("Say something here.").nth(1).waitFor();
    await page.getByLabel("Title").and(page.locator(":focus")).waitFor();
    await page.getByLabel("Starts").fill("");
    await page.getByText("Choose a day and a time.").waitFor();
    await page.getByLabel("Starts").fill("2026-01-01T00:00");
    expect(await page.locator('[data-kind="campaign"]').count()).to.equal(0);
    expect(await serious(page)).to.deep.equal([]);
  });

  it("are created by one transaction, with a preview of what viewers will see", async () => {
    const { page } = visitor;
    await page.getByLabel("Title").fill("A map of quiet places");
    await page.getByLabel("Text").fill("Benches, courtyards, and a library that opens late.");
    await page.getByLabel("Link").fill("https://example.org/quiet");
    await page.getByLabel("Budget (HEED)").fill("5");
    await page.getByLabel("Ends").fill("2099-01-01T00:00");
    await page.locator("[data-preview]").getByText("A map of quiet places").waitFor();
    await page.getByText(/Roughly \d+ viewers/).waitFor();
    await page.getByRole("button", { name: "Create with one transaction" }).click();
    await toast(page, "campaign", "done");
    await page.waitForURL(`${stack.webUrl}/campaigns`);
    await page.getByRole("radio", { name: "Mine" }).click();
    await page.getByRole("link", { name: "A map of quiet places" }).waitFor();
    await page.locator("[data-campaign]").nth(1).waitFor({ state: "detached" });
  });

  it("can be topped up and closed by their advertiser", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "A map of quiet places" }).click();
    await page.getByLabel("Amount (HEED)").fill("1");
    await page.getByRole("button", { name: "Top up" }).click();
    await toast(page, "top-up", "done");
    await page.getByText("6.00", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Close now" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    expect(await page.locator('[data-kind="close"]').count()).to.equal(0);
    await page.getByRole("button", { name: "Close now" }).click();
    await page.getByRole("button", { name: "Close it for good" }).click();
    await toast(page, "close", "done");
    await page.getByText(/· Closed/).waitFor();
    expect(await page.getByRole("button", { name: "Pay the rest back" }).isDisabled()).to.equal(true);
    expect(visitor.complaints).to.deep.equal([]);
  });

  describe("an ad", () => {
    let reader: Visitor;
    before(async () => {
      reader = await newVisitor(stack.browser);
      await reader.page.goto(stack.webUrl);
      await arrive(reader.page);
    });
    after(() => reader?.context.close());

    it("isn't shown before opting in", async () => {
      const { page } = reader;
      await page.locator("[data-content]").first().waitFor();
      expect(await page.locator("[data-ad]").count()).to.equal(0);
    });

    it("stands labelled between the pieces, is noted when in view, and says who pays and why", async () => {
      const { page } = reader;
      await page.goto(`${stack.webUrl}/wallet`);
      await page.getByRole("switch", { name: "Show me ads, and pay me" }).click();
      await page.getByRole("switch", { name: "Show me ads, and pay me", checked: true }).waitFor();
      const viewed = page.waitForResponse((response) => /\/ads\/[^/]+\/viewed$/.test(response.url()));
      await page.goto(stack.webUrl);
      const ad = page.locator("[data-ad]").first();
      await ad.getByText("Ad", { exact: true }).waitFor();
      await ad.scrollIntoViewIfNeeded();
      expect((await viewed).status()).to.equal(204);
      const cards = await page.locator("[data-content]").count();
      expect(await page.locator("[data-ad]").count()).to.be.at.most(Math.floor(cards / 8));
      await ad.getByRole("button", { name: "Why this?" }).click();
      await page.getByText("Northlight Workshop pays.").waitFor();
      expect(await serious(page)).to.deep.equal([]);
      await page.keyboard.press("Escape");
    });

    it("stands beside a piece that its campaign wants attention to, and goes when the reader opts out", async () => {
      const { page } = reader;
      await page.goto(`${stack.webUrl}/content/1`);
      const ad = page.locator("[data-ad]");
      await ad.getByText("A telescope you can take apart").waitFor();
      expect((await ad.boundingBox())?.height).to.be.below(400);
      await ad.getByRole("button", { name: "Why this?" }).click();
      await page.getByRole("button", { name: "Opt out of ads" }).click();
      await ad.waitFor({ state: "detached" });
      await page.goto(stack.webUrl);
      await page.locator("[data-content]").first().waitFor();
      expect(await page.locator("[data-ad]").count()).to.equal(0);
      expect(reader.complaints).to.deep.equal([]);
    });
  });
});
