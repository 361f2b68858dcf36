import type { Brief } from "@heed/contracts/brief";
import type { Report } from "@heed/contracts/report";
import { getAddress, isAddress, zeroHash } from "viem";
import type { RewardHistory } from "../chain/rewardHistory.ts";
import type { Balance } from "./balances.ts";
import { payoutsAfter } from "./carried.ts";
import { ChainCampaigns } from "./chainCampaigns.ts";
import { Disagreement, requireSame } from "./disagreement.ts";
import type { FrozenRow, FrozenViewer } from "./frozenRows.ts";
import type { PayoutsPlan, PlanFacts } from "./payoutsPlan.ts";
import { payoutsTree } from "./payoutTrees.ts";
import type { EarlierSpends } from "./readForReporters.ts";
import { RowOrder, wholeOf } from "./rowOrder.ts";
import { DAILY_CAP_MS, dayOf, WHOLE_BPS } from "./rules.ts";

/** What a reporter knows without the oracle. */
export interface ChainFacts {
  terms: PlanFacts["terms"];
  /** How this report's payouts follow from earlier ones. */
  plan: PayoutsPlan;
  /** The rate of the report that this one builds on. */
  previousRateWei: bigint;
  history: RewardHistory;
  /** When a block was made, Unix seconds; null where the chain has none of that number. */
  secondsOf(block: number): Promise<number | null>;
  /** Who published a content, and who shares its revenue. */
  contentOf(contentId: string): Promise<{ creator: string; payees: readonly string[]; bps: readonly number[] }>;
}

/** What the oracle says beside the rows; none of it is taken on trust. */
export interface Given {
  report: Report;
  briefs: readonly (Brief & { audienceHash: string })[];
  earlierSpends: readonly EarlierSpends[];
}

/**
 * Passes frozen rows on, each once the chain agrees with it: order, dates, rate, which campaigns bid, what they can spend and whom they want,
 * creators and their splits, what accounts had earned before. What people attended to only the oracle measured; of that it is checked
 * that nobody attended for longer than the epoch lasted.
 * @throws {Disagreement} at the first row that differs
 */
export async function* checkRows(
  frozen: AsyncIterable<FrozenRow>,
  given: Given,
  facts: ChainFacts,
): AsyncGenerator<FrozenRow> {
  const order = new RowOrder();
  const balances: Balance[] = [];
  let header: Extract<FrozenRow, { kind: "epoch" }> | undefined;
  let campaigns: ChainCampaigns | undefined;
  let balanced = false;
  const checkBalances = async () => {
    balanced = true;
    await requireBalances(balances, given.report, facts);
  };
  for await (const row of frozen) {
    order.take(row);
    if (row.kind === "epoch") {
      header = row;
      await checkHeader(row, given.report, facts);
      campaigns = new ChainCampaigns(row, given, facts);
    } else if (row.kind === "campaign") campaigns!.check(row);
    else if (row.kind === "content") await checkContent(row, facts);
    else if (row.kind === "balance") balances.push(balanceOf(row));
    else {
      if (!balanced) await checkBalances();
      checkViewer(row, header!);
    }
    yield row;
  }
  if (!campaigns) throw new Disagreement("first row", "none", "epoch");
  campaigns.close();
  if (!balanced) await checkBalances();
}

async function checkHeader(
  { epoch, fromMs, toMs, block, previousRateWei }: Extract<FrozenRow, { kind: "epoch" }>,
  report: Report,
  facts: ChainFacts,
): Promise<void> {
  requireSame("epoch", epoch, report.epoch);
  requireSame("epoch's beginning", fromMs, epoch * facts.terms.durationS * 1000);
  requireSame("epoch's end", toMs, (epoch + 1) * facts.terms.durationS * 1000);
  requireSame("rate before", previousRateWei, facts.previousRateWei);
  if (!Number.isSafeInteger(block) || (await facts.secondsOf(block)) === null)
    throw new Disagreement("block", block, "not on the chain");
  const next = await facts.secondsOf(block + 1);
  if (next !== null && next * 1000 < toMs)
    throw new Disagreement("block", `${block}, before the epoch's end`, "the last one before it, or a later one");
}

async function checkContent(row: Extract<FrozenRow, { kind: "content" }>, { contentOf }: ChainFacts): Promise<void> {
  const place = `content ${row.contentId}`;
  const known = await contentOf(row.contentId);
  requireSame(`${place}: creator`, row.creator, known.creator);
  requireSame(`${place}: payees`, row.payees, known.payees);
  requireSame(`${place}: shares`, row.bps, known.bps);
}

async function requireBalances(
  balances: readonly Balance[],
  report: Report,
  { history, plan }: ChainFacts,
): Promise<void> {
  const parent = history.reports.find(({ digest }) => digest === report.parent);
  if (!parent && report.parent !== zeroHash) throw new Disagreement("parent", report.parent, "not on the chain");
  const { tree } = await payoutsTree([balances]);
  const { payoutsRoot } = await payoutsAfter(plan.base, history);
  requireSame("what accounts had earned before", tree.root, payoutsRoot);
}

function balanceOf({ account, cumulativeWei }: Extract<FrozenRow, { kind: "balance" }>): Balance {
  requireAccount("balance", account);
  return { account, cumulativeWei: wholeOf(`balance ${account}`, cumulativeWei) };
}

function checkViewer(row: FrozenViewer, { fromMs, toMs }: { fromMs: number; toMs: number }): void {
  const place = `viewer ${row.account}`;
  requireAccount("viewer", row.account);
  const attendedMs = row.attention.reduce((sum, [, ms]) => sum + ms, 0);
  if (!row.attention.every(([, ms]) => Number.isSafeInteger(ms) && ms > 0) || attendedMs > toMs - fromMs)
    throw new Disagreement(`${place}: attention`, `${attendedMs} ms`, `whole, at most ${toMs - fromMs} ms`);
  requireWhole(`${place}: share`, row.shareBps, WHOLE_BPS, "ten-thousandths");
  requireWhole(`${place}: daily cap`, row.capMs, DAILY_CAP_MS * dayOf(fromMs, toMs).days, "ms");
  requireWhole(`${place}: used of it`, row.usedMs, Number.MAX_SAFE_INTEGER, "ms");
}

function requireWhole(place: string, value: number, most: number, unit: string): void {
  if (!(Number.isSafeInteger(value) && value >= 0 && value <= most))
    throw new Disagreement(place, `${value} ${unit}`, `a whole number from 0 to ${most} ${unit}`);
}

/** The same account written otherwise would pass for another. */
function requireAccount(kind: string, account: string): void {
  if (!isAddress(account) || getAddress(account) !== account)
    throw new Disagreement(`${kind}'s account`, account, "a checksummed address");
}
