import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attentionOracleAbi, attentionRewardsAbi, attentionTokenAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import { payoutLeaf, payoutLeafTypes, type Report, reportDomain, reportTypes } from "@heed/contracts/report";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import {
  type Abi,
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  formatEther,
  type Hex,
  hashTypedData,
  http,
  keccak256,
  toHex,
  zeroHash,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { configuredChain } from "../../oracle/chain/client.ts";
import { outcomeOf } from "../../oracle/settle/checkProposal.ts";
import type { FoldedEpoch } from "../../oracle/settle/fold.ts";
import { spendsMultiProof } from "../../oracle/settle/payoutTrees.ts";
import { startChain } from "../../scripts/stack/chain.ts";
import { deployContracts } from "../../scripts/stack/contracts.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { CAMPAIGNS, EPOCHS, FIRST_EPOCH } from "./world.ts";

const EPOCH_S = 3_600;
const CHALLENGE_S = 6 * EPOCH_S;
const SETTLEMENT_S = 7 * 24 * EPOCH_S;
const QUORUM = 2;
/** By each campaign, HEED wei. */
const PAID_IN = CAMPAIGNS.map(({ epochWei }) => epochWei * BigInt(EPOCHS));

// Hardhat's accounts: #0 deploys and holds the supply, #2 advertises, #3 to #5 report.
const account = (addressIndex: number) =>
  mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex });
const [owner, advertiser, ...reporters] = [0, 2, 3, 4, 5].map(account);

/**
 * Puts thirty folded epochs on a local chain of its own: campaigns paid in, reports signed and posted, spends settled, every account's
 * claim and every campaign's refund. Conserved if each balance is what the fold says and what campaigns paid in is all accounted for.
 */
export async function conservesOnChain(epochs: readonly FoldedEpoch[]): Promise<{ conserved: boolean; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "heed-economy-"));
  const node = await startChain({ port: await freePort(), logFile: join(folder, "chain.log") });
  try {
    const pass = new ChainPass(node.url, await deployContracts(node.url));
    await pass.begin();
    const reports = await pass.postAll(epochs);
    await pass.settleAll(epochs, reports);
    return await pass.close(epochs);
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class ChainPass {
  readonly #deployment: Deployment;
  readonly #client: ReturnType<typeof createPublicClient>;
  readonly #test: ReturnType<typeof createTestClient>;
  readonly #url: string;

  constructor(url: string, deployment: Deployment) {
    this.#url = url;
    this.#deployment = deployment;
    this.#client = createPublicClient({ chain: this.#chain, transport: http(url), pollingInterval: 10, cacheTime: 0 });
    this.#test = createTestClient({ chain: this.#chain, mode: "hardhat", transport: http(url) });
  }

  get #chain() {
    return configuredChain({ chainId: 31337, rpcUrl: this.#url });
  }

  async begin(): Promise<void> {
    const { token, rewards, oracle } = this.#deployment;
    await this.#send(owner!, oracle, attentionOracleAbi, "setReporters", [
      reporters.map(({ address }) => address),
      BigInt(QUORUM),
    ]);
    await this.#goTo(FIRST_EPOCH * EPOCH_S - 100);
    const paidIn = PAID_IN.reduce((sum, wei) => sum + wei, 0n);
    await this.#send(owner!, token, attentionTokenAbi, "transfer", [advertiser!.address, paidIn]);
    await this.#send(advertiser!, token, attentionTokenAbi, "approve", [rewards, paidIn]);
    const endsAt = BigInt((FIRST_EPOCH + EPOCHS) * EPOCH_S - 1);
    for (const [place, { maxRateWei }] of CAMPAIGNS.entries()) {
      const terms = [PAID_IN[place], maxRateWei, BigInt(FIRST_EPOCH * EPOCH_S), endsAt, keccak256(toHex("audience"))];
      await this.#send(advertiser!, rewards, attentionRewardsAbi, "createCampaign", terms);
    }
  }

  async postAll(epochs: readonly FoldedEpoch[]): Promise<Report[]> {
    const domain = reportDomain(31337, this.#deployment.oracle);
    const reports: Report[] = [];
    let parent: Hex = zeroHash;
    for (const folded of epochs) {
      const report: Report = {
        epoch: BigInt(folded.header.epoch),
        parent,
        ...(await outcomeOf(folded)),
        modelHash: keccak256("0x"),
      };
      const typed = { domain, types: reportTypes, primaryType: "Report", message: report } as const;
      const signatures = await Promise.all(
        reporters
          .slice(0, QUORUM)
          .map(async (one) => ({ signer: one.address, signature: await one.signTypedData(typed) })),
      );
      await this.#goTo((folded.header.epoch + 1) * EPOCH_S + 5);
      await this.#send(owner!, this.#deployment.oracle, attentionOracleAbi, "post", [report, signatures]);
      parent = hashTypedData(typed);
      reports.push(report);
    }
    return reports;
  }

  async settleAll(epochs: readonly FoldedEpoch[], reports: readonly Report[]): Promise<void> {
    await this.#goTo((FIRST_EPOCH + EPOCHS) * EPOCH_S + CHALLENGE_S + 100);
    for (const [place, { spends }] of epochs.entries()) {
      const { spends: some, proof, proofFlags } = spendsMultiProof(spends);
      await this.#send(owner!, this.#deployment.rewards, attentionRewardsAbi, "settle", [
        reports[place],
        some,
        proof,
        proofFlags,
      ]);
    }
  }

  async close(epochs: readonly FoldedEpoch[]): Promise<{ conserved: boolean; said: string }> {
    const { rewards } = this.#deployment;
    const earned = earnedIn(epochs);
    const tree = StandardMerkleTree.of(
      [...earned].map(([to, cumulative]) => payoutLeaf({ account: to, cumulative })),
      payoutLeafTypes,
    );
    for (const [to, cumulative] of earned) {
      const args = [to, cumulative, tree.getProof(payoutLeaf({ account: to, cumulative }))];
      await this.#send(owner!, rewards, attentionRewardsAbi, "claim", args);
    }
    await this.#goTo((FIRST_EPOCH + EPOCHS) * EPOCH_S + SETTLEMENT_S + 100);
    for (const [place] of CAMPAIGNS.entries()) {
      await this.#send(owner!, rewards, attentionRewardsAbi, "refund", [BigInt(place + 1)]);
    }
    const escrow = await this.#client.readContract({
      address: rewards,
      abi: attentionRewardsAbi,
      functionName: "escrow",
    });
    const paidIn = PAID_IN.reduce((sum, wei) => sum + wei, 0n);
    const spent = epochs.flatMap(({ spends }) => spends).reduce((sum, { amount }) => sum + amount, 0n);
    const paid = [...earned.values()].reduce((sum, wei) => sum + wei, 0n);
    const [dust, refunded, left] = [
      await this.#held(rewards),
      await this.#held(advertiser!.address),
      await this.#held(escrow),
    ];
    let conserved =
      dust === spent - paid && refunded === paidIn - spent && left === 0n && paidIn === paid + dust + refunded;
    for (const [to, cumulative] of earned) conserved &&= (await this.#held(to)) === cumulative;
    const said = `${formatEther(paidIn)} HEED paid in = ${formatEther(paid)} claimed by ${earned.size} + ${formatEther(refunded)} refunded + ${dust} wei of rounding`;
    return { conserved, said };
  }

  #held(of: Address): Promise<bigint> {
    return this.#client.readContract({
      address: this.#deployment.token,
      abi: attentionTokenAbi,
      functionName: "balanceOf",
      args: [of],
    });
  }

  async #goTo(second: number): Promise<void> {
    await this.#test.setNextBlockTimestamp({ timestamp: BigInt(second) });
    await this.#test.mine({ blocks: 1 });
  }

  async #send(
    from: typeof owner,
    address: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
  ): Promise<void> {
    const wallet = createWalletClient({ account: from!, chain: this.#chain, transport: http(this.#url) });
    const hash = await wallet.writeContract({ address, abi, functionName, args });
    const { status } = await this.#client.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`${functionName} was refused on the chain.`);
  }
}

function earnedIn(epochs: readonly FoldedEpoch[]): Map<Address, bigint> {
  const earned = new Map<Address, bigint>();
  for (const [to, wei] of epochs.flatMap(({ payouts }) => [...payouts])) {
    earned.set(to as Address, (earned.get(to as Address) ?? 0n) + wei);
  }
  return earned;
}
