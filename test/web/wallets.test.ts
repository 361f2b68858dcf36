import { expect } from "chai";
import { createPublicClient, createTestClient, createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { arrive, connectTestWallet, consent, signIn, toast } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";
import { injectWallet, TEST_WALLET, type TestWallet } from "./support/wallet.ts";

/** Hardhat's account #0. */
const RICH = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

describe("a wallet that fails", () => {
  let stack: Running;
  let visitor: Visitor;
  before(async () => {
    stack = await running();
  });
  beforeEach(async () => {
    visitor = await newVisitor(stack.browser);
  });
  afterEach(async () => {
    // An answer that a test still has in its hands must not outlive it.
    await visitor.context.unrouteAll({ behavior: "ignoreErrors" });
    await visitor.context.close();
  });

  /** A visitor with the test wallet announced, on the feed. */
  async function withWallet(options: { chainId?: number; eth?: boolean } = {}): Promise<TestWallet> {
    const wallet = await injectWallet(visitor.page, { rpcUrl: stack.rpcUrl, chainId: options.chainId });
    if (options.eth ?? true) {
      const rich = createWalletClient({ account: RICH, transport: http(stack.rpcUrl) });
      await rich.sendTransaction({ chain: null, to: wallet.account.address, value: parseEther("1") });
    }
    await visitor.page.goto(stack.webUrl);
    return wallet;
  }

  /** Connected and signed in, on a piece's page, with the button to buy it. */
  async function readyToBuy(options: { eth?: boolean } = {}): Promise<TestWallet> {
    const wallet = await withWallet(options);
    const { page } = visitor;
    await connectTestWallet(page);
    await signIn(page);
    await consent(page, { collect: false, personalise: false });
    await page.locator("[data-content] h2 a").first().click();
    await page.getByRole("button", { name: /^Buy for/ }).waitFor();
    return wallet;
  }

  it("isn't there: the dialog says how one would be found", async () => {
    const { page } = visitor;
    await page.goto(stack.webUrl);
    await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(/No other wallet found in this browser\..*EIP-6963/).waitFor();
  });

  it("declines to connect: said in the dialog, which stays open", async () => {
    const wallet = await withWallet();
    wallet.declines.add("wallet_requestPermissions").add("eth_requestAccounts");
    await connectTestWallet(visitor.page);
    await visitor.page.getByRole("alert").getByText("You declined it in the wallet.").waitFor();
    await visitor.page.getByRole("button", { name: new RegExp(`^${TEST_WALLET}`) }).waitFor();
  });

  it("declines to sign in: said in the dialog, and the next try works", async () => {
    const wallet = await withWallet();
    const { page } = visitor;
    wallet.declines.add("personal_sign");
    await connectTestWallet(page);
    await page.getByRole("button", { name: "Sign in with the wallet" }).click();
    await page.getByRole("alert").getByText("You declined the signature.").waitFor();
    wallet.declines.clear();
    await signIn(page);
  });

  it("is on another network: said on the page, switched in one click", async () => {
    const wallet = await withWallet({ chainId: 1 });
    const { page } = visitor;
    await connectTestWallet(page);
    const notice = page.getByRole("dialog").getByText("Your wallet is on chain 1. Heed runs on chain 31337.");
    await notice.waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Switch network" }).click();
    await notice.waitFor({ state: "hidden" });
    expect(wallet.chainId).to.equal(31337);
    await signIn(page);
  });

  it("refuses to switch the network: said, with what to do", async () => {
    const wallet = await withWallet({ chainId: 1 });
    const { page } = visitor;
    wallet.declines.add("wallet_switchEthereumChain");
    await connectTestWallet(page);
    await page.getByRole("dialog").getByRole("button", { name: "Switch network" }).click();
    await page
      .getByRole("dialog")
      .getByText(/The wallet didn't switch\./)
      .waitFor();
  });

  it("holds too little HEED: said before the wallet is asked for anything", async () => {
    const wallet = await readyToBuy();
    const { page } = visitor;
    await page.getByRole("button", { name: /^Buy for/ }).click();
    const failed = await toast(page, "buy", "failed");
    expect(await failed.textContent()).to.match(/Too little HEED: 0\.0000 \/ \d/);
    expect(wallet.asked).to.not.include("eth_sendTransaction");
  });

  it("holds HEED but no ETH for the fee: said as that", async () => {
    const wallet = await readyToBuy({ eth: false });
    const { page } = visitor;
    await page.getByRole("link", { name: "Wallet" }).click();
    await page.getByRole("button", { name: "Get test money" }).click();
    await toast(page, "faucet", "done");
    const chain = createTestClient({ mode: "hardhat", transport: http(stack.rpcUrl) });
    await chain.setBalance({ address: wallet.account.address, value: 0n });
    await page.goBack();
    await page.getByRole("button", { name: /^Buy for/ }).click();
    const failed = await toast(page, "buy", "failed");
    expect(await failed.textContent()).to.include("no ETH");
  });

  it("had its test money: another visit isn't offered it again", async () => {
    await readyToBuy();
    const { page, complaints } = visitor;
    await page.getByRole("link", { name: "Wallet" }).click();
    await page.getByRole("button", { name: "Get test money" }).click();
    await toast(page, "faucet", "done");
    await page.reload();
    const received = page.getByRole("button", { name: "Test money received" });
    await received.waitFor();
    expect(await received.isDisabled()).to.equal(true);
    expect(complaints).to.deep.equal([]);
  });

  it("declines the transaction: said, and nothing was sent", async () => {
    const wallet = await readyToBuy();
    const { page } = visitor;
    await page.getByRole("link", { name: "Wallet" }).click();
    await page.getByRole("button", { name: "Get test money" }).click();
    await toast(page, "faucet", "done");
    await page.goBack();
    wallet.declines.add("eth_sendTransaction");
    await page.getByRole("button", { name: /^Buy for/ }).click();
    const failed = await toast(page, "buy", "failed");
    expect(await failed.textContent()).to.include("You declined it in the wallet. Nothing was sent.");
    wallet.declines.clear();
    const form = (await page.locator("form").filter({ hasText: "Support" }).boundingBox())!;
    const said = (await failed.boundingBox())!;
    expect(said.x + said.width).to.be.at.most(form.x);
    await page.getByRole("button", { name: /^Buy for/ }).click();
    await toast(page, "buy", "done");
    expect(await page.locator('[data-state="failed"]').count()).to.equal(0);
  });

  it("isn't even asked when the oracle's answer differs from what is on the page, and nothing is paid", async () => {
    const wallet = await readyToBuy();
    const { page, context } = visitor;
    // An oracle that was taken over: the price on the page, but another content in what is to be signed for.
    await context.route("**/quotes/*", async (route) => {
      const response = await route.fetch();
      const quotes = (await response.json()) as { standard: { message: { contentId: string } } };
      quotes.standard.message.contentId = "33";
      await route.fulfill({ response, json: quotes });
    });
    await page.reload();
    await page.getByRole("button", { name: /^Buy for/ }).click();
    const failed = await toast(page, "buy", "failed");
    expect(await failed.textContent()).to.include("The oracle's answer isn't what this page shows (contentId).");
    expect(wallet.asked).to.not.include("eth_sendTransaction");
  });

  it("isn't asked either when the chain knows another creator than the page", async () => {
    const wallet = await readyToBuy();
    const { page, context } = visitor;
    await context.route(/\/contents\/\d+$/, async (route) => {
      const response = await route.fetch();
      const content = (await response.json()) as { creator: { address: string } };
      content.creator.address = RICH.address;
      await route.fulfill({ response, json: content });
    });
    // What a transaction may have changed is asked for anew: back on the page stands the lie.
    await page.getByRole("link", { name: "Wallet" }).click();
    await page.getByRole("button", { name: "Get test money" }).click();
    await toast(page, "faucet", "done");
    await page.goBack();
    await page.locator(`[data-creator="${RICH.address}"]`).waitFor();
    await page.getByRole("button", { name: "Support", exact: true }).click();
    const failed = await toast(page, "support", "failed");
    expect(await failed.textContent()).to.include("The oracle's answer isn't what this page shows (creator).");
    expect(wallet.asked).to.not.include("eth_sendTransaction");
  });

  it("is another one than signed in: asks to sign in again", async () => {
    await withWallet();
    const { page } = visitor;
    await arrive(page, { collect: false, personalise: false });
    await page.getByRole("button", { name: "Account" }).click();
    // Leaves the session be, as a wallet does that is locked from outside.
    await page.evaluate("localStorage.removeItem('heed.burner.connected')");
    await page.reload();
    await connectTestWallet(page);
    await page.getByText("You were signed in with another wallet.").waitFor();
    // The old session's feed isn't this wallet's: asked for without its cookie.
    await page.getByText("Not personalised: nobody is signed in.").waitFor();
    await signIn(page);
  });
});

describe("a transaction", () => {
  let stack: Running;
  let visitor: Visitor;
  before(async () => {
    stack = await running();
  });
  beforeEach(async () => {
    visitor = await newVisitor(stack.browser);
    await visitor.page.goto(stack.webUrl);
    await arrive(visitor.page, { collect: false, personalise: false });
    await visitor.page.locator("[data-content] h2 a").nth(5).click();
    await visitor.page.getByRole("button", { name: /^Buy for/ }).waitFor();
  });
  afterEach(() => visitor.context.close());

  it("that is pending when the page is reloaded is taken up again and ends as done", async () => {
    const { page } = visitor;
    const chain = createTestClient({ mode: "hardhat", transport: http(stack.rpcUrl) });
    await chain.setAutomine(false);
    try {
      await page.getByRole("button", { name: /^Buy for/ }).click();
      const hash = await (await toast(page, "buy", "pending")).textContent();
      await page.reload();
      expect(await (await toast(page, "buy", "pending")).textContent()).to.equal(hash);
    } finally {
      await chain.setAutomine(true);
      await chain.mine({ blocks: 1 });
    }
    await toast(page, "buy", "done");
    await page.locator("[data-full-text]").waitFor();
  });

  it("at a price that ran out says so, fetches a new one, and succeeds at the next try", async () => {
    const { page, context } = visitor;
    const chain = createTestClient({ mode: "hardhat", transport: http(stack.rpcUrl) });
    // The page asks for a new price each minute: none comes before it was tried to buy at the old one.
    let tried = () => {};
    const untilTried = new Promise<void>((resolve) => {
      tried = resolve;
    });
    await context.route("**/quotes/*", async (route) => {
      await untilTried;
      await route.continue();
    });
    await chain.increaseTime({ seconds: 600 });
    await chain.mine({ blocks: 1 });
    await indexed(stack);
    await page.getByRole("button", { name: /^Buy for/ }).click();
    tried();
    const failed = await toast(page, "buy", "failed");
    expect(await failed.textContent()).to.include("The signed price ran out. A new one has been fetched");
    await failed.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: /^Buy for/ }).click();
    await toast(page, "buy", "done");
  });

  it("while sales are paused says so", async () => {
    const { page } = visitor;
    const pause = await pausing(stack);
    await pause.set(true);
    try {
      await page.getByRole("button", { name: /^Buy for/ }).click();
      const failed = await toast(page, "buy", "failed");
      expect(await failed.textContent()).to.include("Sales are paused just now.");
    } finally {
      await pause.set(false);
    }
  });
});

/** Waits until the oracle has seen the chain's newest block, and with it the chain's time. */
async function indexed({ oracleUrl, rpcUrl }: Running): Promise<void> {
  const head = await createPublicClient({ transport: http(rpcUrl) }).getBlockNumber();
  for (;;) {
    const { chain } = (await (await fetch(`${oracleUrl}/status`)).json()) as { chain: { indexedBlock: number } };
    if (BigInt(chain.indexedBlock) >= head) return;
  }
}

/** The deployer's right to pause sales. */
async function pausing(stack: Running) {
  const { attentionMarketAbi } = await import("../../contracts/generated/abis.ts");
  const deployer = createWalletClient({ account: RICH, transport: http(stack.rpcUrl) });
  return {
    set: (paused: boolean) =>
      deployer.writeContract({
        chain: null,
        address: stack.deployment.market,
        abi: attentionMarketAbi,
        functionName: paused ? "pauseSales" : "resumeSales",
      }),
  };
}
