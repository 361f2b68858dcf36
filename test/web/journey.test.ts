import { expect } from "chai";
import { zeroAddress } from "viem";
import { demoKey } from "../../scripts/seed/keys.ts";
import { arrive, connectTestWallet, read, signIn, toast } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";
import { injectWallet } from "./support/wallet.ts";

describe("a reader's way from the feed to the full text", () => {
  let stack: Running;
  let visitor: Visitor;
  before(async () => {
    stack = await running();
    visitor = await newVisitor(stack.browser);
  });
  after(() => visitor?.context.close());

  it("begins with everybody's order at standard prices, and says why", async () => {
    const { page } = visitor;
    await page.goto(stack.webUrl);
    await page.getByText("Not personalised: nobody is signed in.").waitFor();
    await page.locator("[data-content]").nth(23).waitFor();
    await page.getByText("The audience is simulated.").waitFor();
  });

  it("connects a burner wallet that the faucet fills, signs in and asks for consent, off by default", async () => {
    const { page } = visitor;
    await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByRole("button", { name: /^Burner wallet/ }).click();
    await toast(page, "faucet", "done");
    await signIn(page);
    const dialog = page.getByRole("dialog");
    for (const name of ["Measure my attention", "Use it for my order and prices"]) {
      expect(await dialog.getByRole("switch", { name }).getAttribute("aria-checked"), name).to.equal("false");
    }
    await dialog.getByRole("switch", { name: "Measure my attention" }).click();
    await dialog.getByRole("switch", { name: "Use it for my order and prices" }).click();
    await dialog.getByRole("button", { name: "Save my choice" }).click();
    await dialog.waitFor({ state: "hidden" });
  });

  it("finds the library empty, and hears that the local chain begins anew with each start", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "Library" }).click();
    await page.getByText("The local chain begins anew with each start").waitFor();
    await page.getByRole("link", { name: "Go to the feed" }).click();
  });

  it("opens a piece whose meter rises while it is read", async () => {
    const { page } = visitor;
    await page.locator("[data-content] h2 a").first().click();
    await page.locator('[data-measuring="on"]').first().waitFor();
    await read(page);
    await page.locator('[data-measuring="on"]:not([data-verified-seconds="0"])').first().waitFor();
    await page
      .getByText(/Counting/)
      .first()
      .waitFor();
  });

  it("sees both prices side by side, and how each came about", async () => {
    const { page } = visitor;
    const standard = page.locator('[data-price="standard"]');
    await page.locator('[data-price="personal"]').getByText(/HEED/).waitFor();
    await standard.getByRole("button", { name: /^How .* HEED came about$/ }).click();
    const computation = page.getByRole("dialog", { name: /came about/ });
    await computation.getByText("Value: attention expected of anyone").waitFor();
    await computation.getByRole("button", { name: "Check it" }).click();
    await computation.getByText("Recomputed: it holds.").waitFor();
    await page.keyboard.press("Escape");
  });

  it("buys with one transaction and gets the full text", async () => {
    const { page } = visitor;
    const preview = (await page.locator("article").textContent())?.length;
    await page.getByRole("button", { name: /^Buy for .* HEED$/ }).click();
    await toast(page, "buy", "done");
    await page.locator("[data-full-text]").waitFor();
    expect((await page.locator("article").textContent())?.length).to.be.greaterThan(preview);
  });

  it("finds it in the library", async () => {
    const { page } = visitor;
    const title = (await page.locator("h1").textContent()) ?? "";
    await page.getByRole("link", { name: "Library" }).click();
    // The piece's own page has that heading too.
    await page.waitForURL("**/library");
    await page.getByRole("heading", { name: title }).waitFor();
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    const card = page.locator("[data-content]").filter({ has: page.getByRole("heading", { name: title }) });
    await card.getByText("In your library").waitFor();
    expect(await card.getByText("HEED").count()).to.equal(0);
  });

  it("gives a piece to somebody else, and supports it", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    await page.locator("[data-content]:not(:has([data-owned])) h2 a").nth(2).click();
    await page.getByLabel("Buy it for somebody else").check();
    await page.getByLabel("Recipient's address").fill("0x123");
    await page.getByText("That is no address.").waitFor();
    await page.getByLabel("Recipient's address").fill(zeroAddress);
    await page.getByText("Nobody holds that address: the licence would be lost.").waitFor();
    await page.getByLabel("Recipient's address").fill("0x00000000000000000000000000000000000000aa");
    await page.getByRole("button", { name: /^Give for .* HEED$/ }).click();
    await toast(page, "gift", "done");
    expect(await page.locator("[data-full-text]").count()).to.equal(0);
    await page.getByRole("button", { name: "Support", exact: true }).click();
    await toast(page, "support", "done");
  });

  it("complained about nothing in the console", () => {
    expect(visitor.complaints).to.deep.equal([]);
  });
});

describe("a creator's page", () => {
  let stack: Running;
  before(async () => {
    stack = await running();
  });

  it("pays the creator's share of a purchase to the creator's wallet", async () => {
    const buyer = await newVisitor(stack.browser);
    await buyer.page.goto(stack.webUrl);
    await arrive(buyer.page, { collect: false, personalise: false });
    const byInes = buyer.page.locator("[data-content]").filter({ hasText: "Ines Marlow" }).first();
    await byInes.locator("h2 a").click();
    await buyer.page.getByRole("button", { name: /^Buy for/ }).click();
    await toast(buyer.page, "buy", "done");
    await buyer.context.close();

    const creator = await newVisitor(stack.browser);
    const { page } = creator;
    const { account } = await injectWallet(page, { rpcUrl: stack.rpcUrl, privateKey: demoKey("ines-marlow") });
    await page.goto(`${stack.webUrl}/creator/${account.address}`);
    await page.getByRole("heading", { name: "Ines Marlow" }).waitFor();
    await page.getByText("Only this wallet can claim it.").waitFor();
    await connectTestWallet(page);
    await signIn(page);
    await page.keyboard.press("Escape");
    // The own page is in the navigation, and names what each split sells.
    await page.getByRole("navigation").getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "My pieces" }).click();
    const title = (await page.getByRole("table").getByRole("link").first().textContent()) ?? "";
    await page.getByRole("heading", { level: 3, name: title, exact: true }).first().waitFor();
    await page.getByRole("button", { name: /^Claim .* HEED$/ }).click();
    await toast(page, "claim", "done");
    await page.getByText("Nothing to claim.").waitFor();
    expect(creator.complaints).to.deep.equal([]);
    await creator.context.close();
  });

  it("is followed, and the feed can be narrowed to those followed", async () => {
    const { page, context } = await newVisitor(stack.browser);
    await page.goto(stack.webUrl);
    await arrive(page);
    const card = page.locator("[data-content]").filter({ hasText: "Ines Marlow" }).first();
    await card.getByRole("link", { name: "Ines Marlow" }).click();
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await page.getByRole("button", { name: "Following" }).waitFor();
    await page.getByRole("link", { name: "Feed", exact: true }).click();
    const others = page.locator("[data-content]").filter({ hasNotText: "Ines Marlow" }).first();
    await others.waitFor();
    await page.getByRole("radio", { name: "Following" }).click();
    await others.waitFor({ state: "detached" });
    await page.locator("[data-content]").first().waitFor();
    const creators = await page.locator("[data-content] [data-creator] a").allTextContents();
    expect([...new Set(creators)]).to.deep.equal(["Ines Marlow"]);
    await context.close();
  });
});
