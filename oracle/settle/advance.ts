import { isDeepStrictEqual } from "node:util";
import { attentionOracleAbi } from "@heed/contracts/abis";
import type { Report } from "@heed/contracts/report";
import { asc, eq, inArray } from "drizzle-orm";
import type { Hex } from "viem";
import { blockSeconds } from "../chain/blockSeconds.ts";
import type { ChainClient } from "../chain/client.ts";
import { readQuorum } from "../chain/epochTerms.ts";
import type { ChainState } from "../chain/indexer.ts";
import { chainSeconds } from "../chain/rateInForce.ts";
import type { Relayer } from "../chain/relayer.ts";
import { revertedWith } from "../chain/revertedWith.ts";
import { HeedError } from "../service/errors.ts";
import type { Logger } from "../service/logger.ts";
import type { Database } from "../store/database.ts";
import { epochCampaigns, epochs, reportObjections } from "../store/schema/settlement.ts";
import { readBidders } from "./bidders.ts";
import { readBudgets } from "./budgets.ts";
import { reportedUntil } from "./nextEpoch.ts";
import type { PayoutsPlan } from "./payoutsPlan.ts";
import { dropEpoch, parseReport } from "./proposals.ts";
import { proposeEpoch } from "./propose.ts";
import { readPlan } from "./readPlan.ts";
import { reportDigest } from "./reportDigest.ts";
import { readSignatures } from "./signatures.ts";
import { thawFrom } from "./thaw.ts";

export interface Step {
  db: Database;
  client: ChainClient;
  relayer: Relayer | null;
  logger: Logger;
  chain: ChainState;
  nowMs: number;
  /** Hash of the models that serve. */
  modelHash: Hex;
}

type Row = typeof epochs.$inferSelect;
type Latest = { epoch: bigint; digest: Hex; rate: bigint };

/** Signatures are waited for so long before it is called a problem. */
const PATIENCE_MS = 30_000;
const UNREPORTED = ["frozen", "proposed", "signed"];

/** Epochs whose report isn't on the chain yet, the oldest first: at most one, but after a veto or a re-org. */
export async function readUnreported(db: Database): Promise<Row[]> {
  return await db.select().from(epochs).where(inArray(epochs.state, UNREPORTED)).orderBy(asc(epochs.epoch));
}

/**
 * Takes an epoch as far towards its posted report as it comes now. Each step can be taken again: a crash between two of them costs nothing.
 * @returns whether later epochs may go on, which build on this one
 */
export async function advance(step: Step, row: Row): Promise<boolean> {
  const { db, client, chain } = step;
  const { epoch } = row;
  const of = { address: chain.deployment.oracle, abi: attentionOracleAbi } as const;
  const latest = await client.readContract({ ...of, functionName: "latestReport" });
  // Posted by whomever: the index says so in a moment.
  if (row.digest !== null && latest.digest === row.digest) return false;
  if (latest.epoch >= BigInt(epoch)) {
    return await giveUp(
      step,
      row,
      `The chain has a report of epoch ${latest.epoch} already that isn't this oracle's: ${latest.digest}.`,
    );
  }
  if (chainSeconds(chain, step.nowMs) > reportedUntil(epoch, chain.terms)) {
    const why = row.problem ? ` ${row.problem}` : "";
    return await giveUp(step, row, `Not reported within the report window, so nothing of it is paid.${why}`);
  }
  if (!(await isAsFrozen(step, row, latest)))
    return await freezeAnew(step, row, "the chain says otherwise of its campaigns now");
  const plan = await readPlan(db, chain.terms, epoch);
  // A settlement of before the epoch could be on its way yet.
  if (plan && Number(chain.headAtSeconds) < epoch * chain.terms.durationS) {
    await say(step, row, "Waits for a block made since the epoch began: an earlier epoch's settlement hangs on it.");
    return false;
  }
  if (row.state === "frozen") return await propose(step, row, latest, plan);
  if (!isDeepStrictEqual(plan, row.plan))
    return await freezeAnew(step, row, "the chain says otherwise of what was settled before");

  const report = parseReport(row.report);
  if (report.parent !== latest.digest) return await freezeAnew(step, row, "the report it was built on is gone");
  const digest = reportDigest(chain.deployment.chainId, chain.deployment.oracle, report);
  if (row.digest !== digest) await write(db, row, { digest });
  const { reporters, quorum } = await readQuorum(client, chain.deployment);
  const signatures = await readSignatures(db, digest, reporters, quorum);
  if (signatures.length < quorum) {
    await say(step, row, await whatIsMissing(step, { ...row, digest }, signatures.length, quorum));
    return false;
  }
  if (row.state !== "signed") await write(db, row, { state: "signed" });
  await post(step, row, report, signatures);
  return false;
}

async function propose(
  { db, chain, modelHash, logger }: Step,
  row: Row,
  latest: Latest,
  plan: PayoutsPlan | null,
): Promise<boolean> {
  const { epoch } = row;
  const parent = latest.digest;
  const { report, empty } = await proposeEpoch(db, { epoch, parent, modelHash, previousRateWei: latest.rate, plan });
  if (empty) {
    logger.info({ epoch }, "epoch is empty: nothing to report");
    return true;
  }
  const digest = reportDigest(chain.deployment.chainId, chain.deployment.oracle, report);
  await write(db, row, { digest });
  logger.info({ epoch, digest }, "epoch's report is proposed");
  if ((plan?.repeats ?? null) !== null)
    logger.warn({ epoch }, "its report holds back what is earned: unsettled spends stand in others");
  for (const ofEpoch of plan?.writtenOff ?? [])
    logger.warn({ epoch, ofEpoch }, "its report writes off what nobody settled in time");
  return false;
}

async function post(
  step: Step,
  row: Row,
  report: Report,
  signatures: readonly { signer: Hex; signature: Hex }[],
): Promise<void> {
  const { relayer, client, chain, logger } = step;
  if (!relayer) {
    return await say(
      step,
      row,
      "Signed, and waiting for anybody to post it: this oracle has no relayer (HEED_RELAYER_KEY).",
    );
  }
  const of = { address: chain.deployment.oracle, abi: attentionOracleAbi } as const;
  const args = [report, signatures] as const;
  try {
    const txHash = await relayer.send(async (wallet) => {
      await client.simulateContract({ ...of, functionName: "post", args, blockTag: "pending" });
      return await wallet.writeContract({ ...of, functionName: "post", args });
    });
    logger.info({ epoch: row.epoch, txHash }, "epoch's report was posted");
  } catch (error) {
    const refusal = revertedWith(error);
    // Another relayer was quicker, or the chain's clock is a little behind ours: the next round knows.
    if (refusal === "StaleEpoch" || refusal === "EpochNotOver" || refusal === "WrongParent") return;
    if (refusal) return await say(step, row, `The chain refuses the report: ${refusal}.`);
    if (!(error instanceof HeedError)) throw error;
    await say(step, row, `${error.message} ${error.hint}`);
  }
}

/**
 * Whether the same campaigns would bid with the same budgets if the epoch were frozen now, at its block, and that block has all that happened
 * before the epoch's end.
 */
async function isAsFrozen({ db, client, chain }: Step, { epoch, block, toMs }: Row, latest: Latest): Promise<boolean> {
  const next = await blockSeconds(client, block + 1);
  if (next !== null && next * 1000 < toMs) return false;
  const running = await readBudgets(db, { epoch, terms: chain.terms, block });
  const now = await readBidders(db, running, { toMs, previousRateWei: latest.rate });
  const frozen = await db.select().from(epochCampaigns).where(eq(epochCampaigns.epoch, epoch));
  const same = new Map(frozen.map((one) => [one.campaignId, one]));
  return (
    now.length === frozen.length &&
    now.every(({ campaignId, maxRateWei, availableWei, spendableWei }) => {
      const was = same.get(campaignId);
      return was?.maxRateWei === maxRateWei && was.availableWei === availableWei && was.spendableWei === spendableWei;
    })
  );
}

async function freezeAnew({ db, logger }: Step, { epoch }: Row, reason: string): Promise<boolean> {
  await db.transaction(async (tx) => {
    await dropEpoch(tx, epoch);
    await thawFrom(tx, epoch);
  });
  logger.warn({ epoch, reason }, "epoch is frozen anew");
  return false;
}

async function giveUp({ db, logger }: Step, { epoch, digest }: Row, problem: string): Promise<boolean> {
  await db.transaction(async (tx) => {
    await dropEpoch(tx, epoch);
    await tx.update(epochs).set({ state: "failed", digest, problem }).where(eq(epochs.epoch, epoch));
    await thawFrom(tx, epoch + 1);
  });
  logger.error({ epoch, problem }, "epoch is given up");
  return false;
}

async function whatIsMissing({ db, nowMs }: Step, row: Row, signed: number, quorum: number): Promise<string | null> {
  const objections = await db.select().from(reportObjections).where(eq(reportObjections.digest, row.digest!));
  if (objections.length === 0 && nowMs - row.frozenAtMs < PATIENCE_MS) return null;
  // Anybody reads this; the row that an objection is about may be somebody's attention.
  const against = objections.map(
    ({ signer }) => ` ${signer} objects: the operator's \`heed epochs ${row.epoch}\` says where.`,
  );
  return `Signed by ${signed} of the ${quorum} reporters that it takes.${against.join("")}`;
}

/** Puts what is wrong where the operator sees it; into the log once. */
async function say({ db, logger }: Step, row: Row, problem: string | null): Promise<void> {
  if (problem === row.problem) return;
  await write(db, row, { problem });
  if (problem) logger.warn({ epoch: row.epoch, problem }, "epoch waits");
}

async function write(db: Database, { epoch }: Row, change: Partial<Row>): Promise<void> {
  await db.update(epochs).set(change).where(eq(epochs.epoch, epoch));
}
