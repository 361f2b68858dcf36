import { expect } from "chai";
import type { Page } from "playwright-core";
import { Visitor as Client } from "../oracle/support/server.ts";
import { account, privateKeyOf } from "../oracle/support/testChain.ts";
import { buy } from "../oracle/support/testMarket.ts";
import { connectTestWallet, consent, signIn, toast } from "./support/acts.ts";
import { ADVERTISER, openSettledMarket, READER, type SettledMarket } from "./support/settled.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";
import { injectWallet, type TestWallet } from "./support/wallet.ts";

const BUYER = 6;
const HEED = 10n ** 18n;

describe("what attention earned", () => {
  let settled: SettledMarket;
  let visitor: Visitor;
  let page: Page;
  let wallet: TestWallet;
  before(async () => {
    settled = await openSettledMarket();
    visitor = await newVisitor(settled.browser);
    page = visitor.page;
    wallet = await injectWallet(page, { rpcUrl: settled.chain.url, privateKey: privateKeyOf(READER) });
    await page.goto(`${settled.webUrl}/wallet`);
    await connectTestWallet(page);
    await page.getByRole("button", { name: "Sign in with the wallet" }).click();
    await page.getByRole("heading", { name: "Earnings" }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });
  after(async () => {
    await settled?.close();
  });

  const heedOf = (index: number) => {
    const { token, client } = settled.chain;
    return client.readContract({ ...token, functionName: "balanceOf", args: [account(index).address] });
  };

  /** Opens the epoch's page with its check, and waits until the reader's own account stands in it: the wallet is found again after the page. */
  async function openCheck() {
    await page.goto(`${settled.webUrl}/epochs/${settled.epoch}`);
    await page.locator(`input[value="${account(READER).address}"]`).waitFor();
    return page.getByLabel("Account", { exact: true });
  }

  /** Opens the epoch's page and checks the reader's own inclusion; whether it holds, by what is on screen. */
  async function checkInclusion(): Promise<string | null> {
    await openCheck();
    await page.getByRole("button", { name: "Check", exact: true }).click();
    const result = page.locator("[data-holds]");
    await result.waitFor();
    return await result.getAttribute("data-holds");
  }

  it("is pending until its report can be vetoed no longer, and the wallet's page says so", async () => {
    await page.getByText("Proposed: not posted yet").waitFor();
    await page.goto(`${settled.webUrl}/epochs/${settled.epoch}`);
    await page.getByText("This epoch's report isn't on the chain yet").waitFor();
    await settled.post();
    await page.goto(`${settled.webUrl}/wallet`);
    await page.getByText(/^Posted: can be vetoed until /).waitFor();
    await page.getByText("Nothing to claim.").waitFor();
  });

  it("stands in the report on the chain, as the browser computes for itself", async () => {
    expect(await checkInclusion()).to.equal("true");
    await page.getByText("They are the same: the amount stands in the report.").waitFor();
  });

  it("doesn't stand in it by a proof that was tampered with, or for another amount", async () => {
    const lies: ((proven: { cumulativeWei: string; proof: string[] }) => object)[] = [
      (proven) => ({ ...proven, proof: [`0x${"5".repeat(64)}`, ...proven.proof.slice(1)] }),
      (proven) => ({ ...proven, cumulativeWei: (BigInt(proven.cumulativeWei) + 1n).toString() }),
    ];
    for (const lie of lies) {
      await page.route("**/proofs/*", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: lie(await response.json()) });
      });
      expect(await checkInclusion()).to.equal("false");
      await page.getByRole("alert").getByText("They differ: the proof is wrong").waitFor();
      await page.unroute("**/proofs/*");
    }
  });

  it("has nothing to prove for who earned nothing", async () => {
    const field = await openCheck();
    await field.fill(account(BUYER).address);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("Nothing to prove").waitFor();
    await field.fill("0x12");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByRole("alert").getByText("That is no address").waitFor();
  });

  it("can be claimed once it is settled, in one transaction, and then is claimed", async () => {
    await settled.settle();
    const before = await heedOf(READER);
    wallet.asked.length = 0;
    await page.goto(`${settled.webUrl}/wallet`);
    const claim = page.getByRole("button", { name: /^Claim .* HEED$/ });
    await claim.click();
    await toast(page, "claim", "done");
    expect((await heedOf(READER)) > before).to.equal(true);
    expect(wallet.asked.filter((method) => method === "eth_sendTransaction")).to.have.length(1);
    await settled.market.market.indexer.catchUp();
    await page.getByText("Nothing to claim.").waitFor();
  });

  it("is explained line by line, and what a rule took off can be appealed against, and is answered", async () => {
    await page.goto(`${settled.webUrl}/wallet`);
    await page.locator(`[data-epoch="${settled.epoch}"] summary`).click();
    await page.getByText("Your attention: 60 s could be bought, 60 s were · you keep 70%").waitFor();
    await page.locator(`[data-epoch="${settled.epoch}"]`).getByRole("link", { name: "Ink" }).waitFor();
    await page.getByRole("table", { name: "What campaigns paid for my attention" }).getByText("Ink").waitFor();
    await page.getByText("40 s not paid: Above the daily limit").waitFor();
    await page.getByRole("button", { name: /^Appeal: Above the daily limit/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Send the appeal" }).click();
    await dialog.getByText("Say what was wrong").waitFor();
    await dialog.getByLabel("What was wrong about it").fill("My limit was an hour.");
    await dialog.getByRole("button", { name: "Send the appeal" }).click();
    await page.locator('[data-appeal="open"]').getByText("My limit was an hour.").waitFor();

    const operator = new Client(settled.market.url);
    const headers = { authorization: `Bearer ${settled.operatorToken}` };
    const [appeal] = (await operator.send("GET", "/appeals?state=open", undefined, headers)).body.appeals;
    const answer = { state: "refused", answer: "It was a minute: you set it so." };
    await operator.send("POST", `/appeals/${appeal.id}/answer`, answer, headers);
    await page.reload();
    await page.locator('[data-appeal="refused"]').getByText(answer.answer).waitFor();
  });

  it("ends when the reader opts out, and goes on at the terms that the reader sets", async () => {
    const paid = page.getByRole("switch", { name: "Show me ads, and pay me" });
    await page.getByLabel("Share for creators").selectOption("5000");
    await page.getByLabel("Daily budget").selectOption("1800");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const reader = await settled.market.signIn(READER);
    const earning = async () => (await reader.send("GET", "/me/earning")).body;
    await page.getByRole("status").getByText("Saved.").waitFor();
    expect(await earning()).to.include({ optedIn: true, shareBps: 5_000, dailySeconds: 1_800 });
    await paid.click();
    await page.getByLabel("Share for creators").waitFor({ state: "hidden" });
    expect(await earning()).to.include({ optedIn: false });
  });

  it("is on the list of epochs, and on a page with its signers and transactions", async () => {
    await page.goto(`${settled.webUrl}/epochs`);
    await page.getByRole("row").filter({ hasText: "Settled" }).getByRole("link").click();
    await page.getByRole("heading", { name: `Epoch ${settled.epoch}` }).waitFor();
    await page.getByRole("table", { name: "Campaigns" }).getByRole("link", { name: "Ink" }).waitFor();
    const signers = page.locator("[data-signed]");
    await signers.nth(2).waitFor();
    expect(await signers.count()).to.equal(3);
    const posted = page.locator("details").filter({ hasText: "Report posted" });
    await posted.locator("summary").click();
    await posted.getByText("Succeeded").waitFor();
  });

  it("says what was written off, by which epoch, in either language", async () => {
    await settled.writeOff();
    await page.goto(`${settled.webUrl}/epochs/${settled.epoch}`);
    await page.locator('[data-state="written-off"]').getByText("nobody settled it in time").waitFor();
    const line = page.getByText("Written off: 0.5000 HEED that campaigns were never charged");
    await line.getByRole("link", { name: `Epoch ${settled.epoch + 1}` }).click();
    await page.getByText("Written off here, 0.5000 HEED of what nobody settled in time").waitFor();
    await page.goto(`${settled.webUrl}/wallet`);
    const told = page.locator(`[data-epoch="${settled.epoch}"]`);
    await told.locator("summary").click();
    await told.getByRole("row").filter({ hasText: "Written off" }).getByText("− 0.5000").waitFor();
    await page.getByRole("button", { name: "Language" }).click();
    await page.getByRole("menuitemradio", { name: "中文" }).click();
    await told.getByText("已核销").waitFor();
    await page.getByRole("button", { name: "语言" }).click();
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await told.getByText("Written off").waitFor();
  });

  it("leaves the console silent", () => {
    expect(visitor.complaints.filter((complaint) => !complaint.includes("/proofs/"))).to.deep.equal([]);
  });

  it("isn't all: a purchase appears on the market's page by itself", async () => {
    await settled.chain.fund(BUYER, HEED);
    await page.goto(`${settled.webUrl}/market`);
    await page.locator('[data-line="live"]').waitFor();
    expect(await page.locator("[data-trade]").count()).to.equal(0);
    const buyer = await settled.market.signIn(BUYER);
    const { body } = await buyer.send("GET", `/quotes/${settled.contentId}`);
    await buy(settled.chain, BUYER, body.standard);
    await settled.market.market.indexer.catchUp();
    await page.locator("[data-trade]").getByText("What the reader").waitFor();
    await page.getByRole("heading", { name: "Rate over time" }).waitFor();
    await page.getByText("Show as table").first().click();
    await page.getByRole("table", { name: "Rate over time" }).waitFor();
  });

  it("leaves its advertiser the rest, paid back in one transaction once nothing can be charged any more", async () => {
    const { chain, market, browser, webUrl, campaignId } = settled;
    const { page: own, complaints } = await newVisitor(browser);
    const purse = await injectWallet(own, { rpcUrl: chain.url, privateKey: privateKeyOf(ADVERTISER) });
    await own.goto(`${webUrl}/campaigns/${campaignId}`);
    await connectTestWallet(own);
    await signIn(own);
    await consent(own, { collect: false, personalise: false });
    await own.getByRole("button", { name: "Close now" }).waitFor();
    await settled.end();
    await own.reload();
    const { body } = await new Client(market.url).send("GET", `/campaigns/${campaignId}`);
    const before = await heedOf(ADVERTISER);
    await own.getByRole("button", { name: "Pay the rest back" }).click();
    await toast(own, "refund", "done");
    expect((await heedOf(ADVERTISER)) - before).to.equal(BigInt(body.availableWei));
    expect(purse.asked.filter((method) => method === "eth_sendTransaction")).to.have.length(1);
    await market.market.indexer.catchUp();
    await own.getByText(/· Refunded/).waitFor();
    expect(complaints).to.deep.equal([]);
  });
});
