import { attentionMarketAbi, attentionOracleAbi } from "@heed/contracts/abis";
import type { Brief } from "@heed/contracts/brief";
import type { Deployment } from "@heed/contracts/deployment";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { blockSeconds, createTimeReader } from "../chain/blockSeconds.ts";
import type { ChainClient } from "../chain/client.ts";
import { type EpochTerms, readEpochTerms } from "../chain/epochTerms.ts";
import { createRewardHistory, type RewardHistory } from "../chain/rewardHistory.ts";
import { carriedBy, planFactsOf, standingReports } from "./carried.ts";
import { checkProposal, type Difference } from "./checkProposal.ts";
import { type ChainFacts, checkRows } from "./checkRows.ts";
import { Disagreement, requireSame } from "./disagreement.ts";
import type { FrozenRow } from "./frozenRows.ts";
import { isPlain, type PayoutsPlan, planPayouts } from "./payoutsPlan.ts";
import { parseReport } from "./proposals.ts";
import type { EarlierSpends } from "./readForReporters.ts";
import { reportDigest, reportTypedData } from "./reportDigest.ts";

/** A report that waits for signatures, as GET /proposals gives it. */
export interface Proposal {
  epoch: number;
  digest: Hex;
  report: Record<string, string>;
  briefs: (Brief & { audienceHash: string })[];
  earlierSpends: EarlierSpends[];
  answered: "signed" | "objected" | null;
}

/** The oracle as a reporter reaches it; every request is signed. */
export interface ReportedOracle {
  proposals(): Promise<Proposal[]>;
  /** Its frozen rows, ending with one of kind "end". */
  rows(epoch: number): AsyncIterable<FrozenRow>;
  /** Its public rows. */
  lines(epoch: number): AsyncIterable<string>;
  /** The public rows of an epoch whose report is on the chain. */
  published(epoch: number): AsyncIterable<string>;
  sign(epoch: number, body: { digest: Hex; signature: Hex }): Promise<void>;
  object(epoch: number, body: Difference & { digest: Hex }): Promise<void>;
}

/** What came of one proposal. */
export type Answer =
  | { epoch: number; digest: Hex; outcome: "signed" }
  | { epoch: number; digest: Hex; outcome: "objected"; difference: Difference };

/** Objections are looked at again after so long: the chain may have been a block behind. */
const AGAIN_MS = 10_000;

/**
 * Builds a reporter: it recomputes each proposed report from the frozen rows by code of its own, checks them against the chain by its own
 * node, and signs what agrees. It keeps nothing, so it can be killed at any moment.
 */
export function createReporter(
  account: PrivateKeyAccount,
  client: ChainClient,
  deployment: Deployment,
  oracle: ReportedOracle,
  nowMs: () => number = Date.now,
) {
  const of = { address: deployment.oracle, abi: attentionOracleAbi } as const;
  const readHistory = createRewardHistory(client, deployment);
  const contentOf = createContentReader(client, deployment);
  const secondsOf = (block: number) => blockSeconds(client, block);
  const objectedAt = new Map<Hex, number>();

  async function check(proposal: Proposal, latest: { rate: bigint }): Promise<Difference | null> {
    const { epoch, briefs, earlierSpends } = proposal;
    const report = parseReport(proposal.report);
    requireSame("epoch", epoch, report.epoch);
    requireSame("digest", proposal.digest, reportDigest(deployment.chainId, deployment.oracle, report));
    const terms = await readEpochTerms(client, deployment);
    const history = await readHistory();
    const plan = await planOf(epoch, history, terms);
    const facts: ChainFacts = { terms, plan, previousRateWei: latest.rate, history, secondsOf, contentOf };
    const rows = checkRows(oracle.rows(epoch), { report, briefs, earlierSpends }, facts);
    const carried = await carriedBy(plan, history, (one) => oracle.published(one));
    return await checkProposal(rows, report, () => oracle.lines(epoch), carried);
  }

  async function planOf(epoch: number, history: RewardHistory, terms: EpochTerms): Promise<PayoutsPlan> {
    const before = standingReports(history).flatMap((one) => (one.epoch < epoch ? [one.epoch] : []));
    const facts = planFactsOf(history, terms, createTimeReader(client));
    const plan = (await planPayouts([...before, epoch], facts)).get(epoch)!;
    // Another block of before the epoch could come yet, with a settlement in it.
    const { timestamp } = await client.getBlock();
    if (!isPlain(plan) && Number(timestamp) < epoch * terms.durationS)
      throw new Disagreement("chain's time", timestamp, `${epoch * terms.durationS} at least`);
    return plan;
  }

  async function answer(proposal: Proposal): Promise<Answer | null> {
    const { epoch, digest } = proposal;
    const latest = await client.readContract({ ...of, functionName: "latestReport" });
    // Its parent isn't the latest report: it couldn't be posted, and the oracle will propose another.
    if (latest.digest !== proposal.report.parent) return null;
    const difference = await check(proposal, latest).catch((error: unknown) => {
      if (error instanceof Disagreement) return error.difference;
      throw error;
    });
    if (difference) {
      objectedAt.set(digest, nowMs());
      if (proposal.answered !== "objected") await oracle.object(epoch, { digest, ...difference });
      return { epoch, digest, outcome: "objected", difference };
    }
    const typed = reportTypedData(deployment.chainId, deployment.oracle, parseReport(proposal.report));
    await oracle.sign(epoch, { digest, signature: await account.signTypedData(typed) });
    return { epoch, digest, outcome: "signed" };
  }

  return {
    address: account.address,
    /** Answers what waits for this reporter's signature; called again and again. */
    async round(): Promise<Answer[]> {
      const answers: Answer[] = [];
      for (const proposal of await oracle.proposals()) {
        if (proposal.answered === "signed") continue;
        if (proposal.answered === "objected" && nowMs() - (objectedAt.get(proposal.digest) ?? 0) < AGAIN_MS) continue;
        const given = await answer(proposal);
        if (given) answers.push(given);
      }
      return answers;
    },
  };
}

/** Neither a content's creator nor its split ever changes, so each is asked for once. */
function createContentReader(client: ChainClient, { market }: Deployment): ChainFacts["contentOf"] {
  const known = new Map<string, ReturnType<ChainFacts["contentOf"]>>();
  const of = { address: market, abi: attentionMarketAbi } as const;
  const read = async (contentId: string) => {
    const { creator, splitId } = await client.readContract({
      ...of,
      functionName: "content",
      args: [BigInt(contentId)],
    });
    const [payees, bps] = await client.readContract({ ...of, functionName: "shares", args: [splitId] });
    return { creator, payees, bps };
  };
  return (contentId) => {
    const found = known.get(contentId) ?? read(contentId);
    known.set(contentId, found);
    found.catch(() => known.delete(contentId));
    return found;
  };
}
