import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { attentionRewardsAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import { createClient } from "../../oracle/api/client.ts";
import { answerOf } from "../../scripts/seed/api.ts";
import { type Chain, openChain } from "../../scripts/seed/chain.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { advertise, seed } from "../../scripts/seed.ts";
import { node, root } from "../../scripts/stack/child.ts";
import { type Stack, startStack } from "../../scripts/stack/stack.ts";

interface Answer {
  code: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the command prints as JSON
  body: any;
}

/** From attention to money and back to the rows: the keeper, three reporters, the chain and the audits as processes of their own. */
describe("an epoch of attention", () => {
  const home = mkdtempSync(join(tmpdir(), "heed-epochs-"));
  const stop = new AbortController();
  let stack: Stack;
  let chain: Chain;
  let readers: Address[];
  let epoch: number;

  before(async () => {
    stack = await startStack({ home, epochs: true });
    const options = { ...stack, webOrigin: stack.webUrl, viewers: 60 };
    await seed(options);
    chain = await openChain(stack.rpcUrl);
    const advertised = await advertise(options, stop.signal);
    readers = advertised.readers.map((name) => demoAccount(name).address);
  });

  after(async () => {
    stop.abort();
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const heed = (...args: string[]) =>
    new Promise<Answer>((resolve) => {
      const env = { ...process.env, HEED_HOME: home, HEED_RPC_URL: stack.rpcUrl };
      execFile(node, ["oracle/cli/main.ts", ...args, "--json"], { cwd: root, env }, (error, stdout) =>
        resolve({ code: error ? Number(error.code) : 0, body: stdout ? JSON.parse(stdout) : null }),
      );
    });
  /** The epoch that claims are proved against now. */
  const openEpoch = async () => {
    const payouts = { address: stack.deployment.rewards, abi: attentionRewardsAbi, functionName: "payouts" } as const;
    return (await chain.client.readContract(payouts)).epoch;
  };
  /** The next reader who can claim now: in the minute that was settled not everybody had seen an ad yet. */
  const paidReader = async (opened: bigint) => {
    const client = createClient(stack.oracleUrl);
    for (let address = readers.shift(); address; address = readers.shift()) {
      const param = { epoch: String(opened), address };
      const response = await client.epochs[":epoch"].proofs[":address"].$get({ param });
      if (response.ok) return { ...(await answerOf(response)), account: address };
    }
    throw new Error(`None of the readers left was paid by epoch ${opened}.`);
  };

  it("is signed by reporters, posted and settled, and its audit holds", async () => {
    for (;;) {
      const { epochs } = await answerOf(await createClient(stack.oracleUrl).epochs.$get({ query: {} }));
      const settled = epochs.find(({ state, spentWei }) => state === "settled" && BigInt(spentWei) > 0n);
      if (settled) {
        epoch = settled.epoch;
        break;
      }
      expect(epochs.filter(({ state }) => state === "failed")).to.deep.equal([]);
      await delay(250);
    }
    const { code, body } = await heed("audit", "epoch", String(epoch), "--oracle", stack.oracleUrl);
    expect(body).to.include({ epoch, holds: true });
    expect(body.differences).to.deep.equal([]);
    expect(code).to.equal(0);
    const { body: kept } = await heed("epochs", String(epoch));
    expect(kept.signers.filter(({ signed }: { signed: boolean }) => signed)).to.have.length.at.least(2);
  });

  it("pays a reader what the rows come to, in one claim, and no second time", async () => {
    // Where the next epoch's payouts open in the middle of it, what was proved is old: done again with another reader.
    for (;;) {
      const opened = await openEpoch();
      try {
        return await claimBy(opened);
      } catch (error) {
        if ((await openEpoch()) === opened) throw error;
      }
    }
  });

  async function claimBy(opened: bigint): Promise<void> {
    const { account, cumulativeWei, proof } = await paidReader(opened);
    const { body: before } = await heed("audit", "claim", account, "--oracle", stack.oracleUrl);
    expect(before).to.include({ holds: true, claimedWei: "0" });
    const claimable = BigInt(before.claimableWei);
    expect(claimable > 0n, "something to claim").to.equal(true);
    const lines: { amountWei: string }[] = before.lines;
    expect(lines.reduce((sum, { amountWei }) => sum + BigInt(amountWei), 0n)).to.equal(BigInt(before.earnedWei));

    const balance = () =>
      chain.client.readContract({
        address: stack.deployment.token,
        abi: attentionTokenAbi,
        functionName: "balanceOf",
        args: [account],
      });
    const heldBefore = await balance();
    expect(BigInt(cumulativeWei)).to.equal(claimable);
    const stranger = demoAccount("stranger");
    await chain.fund([stranger.address]);
    const claim = {
      from: stranger,
      to: stack.deployment.rewards,
      abi: attentionRewardsAbi,
      functionName: "claim" as const,
      args: [account, claimable, proof as Hex[]] as const,
    };
    // Anybody may send it: it pays the account.
    await chain.send(claim);
    expect((await balance()) - heldBefore).to.equal(claimable);
    expect(String(await chain.send(claim).catch((error: Error) => error))).to.match(/NothingToClaim/);

    const { body: after } = await heed("audit", "claim", account, "--oracle", stack.oracleUrl);
    expect(after.holds).to.equal(true);
    expect(after.claimedWei).to.equal(cumulativeWei);
  }

  it("can't be audited where no report was posted", async () => {
    const { code, body } = await heed("audit", "epoch", "1", "--oracle", stack.oracleUrl);
    expect(code).to.equal(1);
    expect(body.error.message).to.contain("epoch 1");
  });
});
