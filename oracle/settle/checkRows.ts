import { type Brief, briefHash } from "@heed/contracts/brief";
import type { Report } from "@heed/contracts/report";
import { zeroHash } from "viem";
import type { RewardHistory } from "../chain/rewardHistory.ts";
import type { Balance } from "./balances.ts";
import { Disagreement, requireSame } from "./disagreement.ts";
import type { FrozenRow, FrozenViewer } from "./frozenRows.ts";
import { payoutsTree, spendsTree } from "./payoutTrees.ts";
import type { EarlierSpends } from "./readForReporters.ts";
import { DAILY_CAP_MS, dayOf, WHOLE_BPS } from "./rules.ts";

/** What a reporter knows without the oracle. */
export interface ChainFacts {
  durationS: number;
  /** The rate of the report that this one builds on. */
  previousRateWei: bigint;
  history: RewardHistory;
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
 * Passes frozen rows on, each once the chain agrees with it: dates, rate, campaigns with what they can spend and whom they want, creators and
 * their splits, what accounts had earned before. What people attended to only the oracle measured; of that it is checked that nobody
 * attended for longer than the epoch lasted.
 * @throws {Disagreement} at the first row that differs
 */
export async function* checkRows(
  frozen: AsyncIterable<FrozenRow>,
  given: Given,
  facts: ChainFacts,
): AsyncGenerator<FrozenRow> {
  const spent = spentBefore(given, facts);
  const balances: Balance[] = [];
  const accounts = new Set<string>();
  let header: Extract<FrozenRow, { kind: "epoch" }> | null = null;
  let balanced = false;
  const checkBalances = async () => {
    balanced = true;
    await requireBalances(balances, given.report, facts);
  };
  for await (const row of frozen) {
    if (row.kind === "epoch") {
      header = row;
      requireSame("epoch", row.epoch, given.report.epoch);
      requireSame("epoch's beginning", row.fromMs, row.epoch * facts.durationS * 1000);
      requireSame("epoch's end", row.toMs, (row.epoch + 1) * facts.durationS * 1000);
      requireSame("rate before", row.previousRateWei, facts.previousRateWei);
    } else if (header === null) throw new Disagreement("first row", row.kind, "epoch");
    else if (row.kind === "campaign") checkCampaign(row, header, given, facts, spent);
    else if (row.kind === "content") await checkContent(row, facts);
    else if (row.kind === "balance") balances.push({ account: row.account, cumulativeWei: BigInt(row.cumulativeWei) });
    else {
      if (!balanced) await checkBalances();
      if (accounts.has(row.account)) throw new Disagreement(`viewer ${row.account}`, "twice", "once");
      accounts.add(row.account);
      checkViewer(row, header);
    }
    yield row;
  }
  if (!balanced) await checkBalances();
}

/** What each campaign spent in earlier epochs: debited on the chain, or to be debited by reports whose spends' root is there. */
function spentBefore({ report, earlierSpends }: Given, { history }: ChainFacts): Map<string, bigint> {
  const each = new Map<string, bigint>();
  const add = (campaignId: string, epoch: number, amount: bigint) => {
    const key = `${campaignId} ${epoch}`;
    if (epoch < Number(report.epoch) && amount > (each.get(key) ?? 0n)) each.set(key, amount);
  };
  for (const { campaignId, kind, epoch, amountWei } of history.campaignPayments) {
    if (kind === "debited") add(campaignId, epoch!, amountWei);
  }
  for (const { epoch, digest, spends } of earlierSpends) {
    const listed = spends.map(([campaignId, wei]) => ({ campaignId: BigInt(campaignId), amount: BigInt(wei) }));
    const posted = history.reports.find((one) => one.digest === digest);
    requireSame(`spends of epoch ${epoch}`, spendsTree(listed).root, posted?.spendsRoot);
    for (const [campaignId, wei] of spends) add(campaignId, epoch, BigInt(wei));
  }
  const sums = new Map<string, bigint>();
  for (const [key, amount] of each) {
    const campaignId = key.split(" ")[0]!;
    sums.set(campaignId, (sums.get(campaignId) ?? 0n) + amount);
  }
  return sums;
}

function checkCampaign(
  row: Extract<FrozenRow, { kind: "campaign" }>,
  { epoch, block }: { epoch: number; block: number },
  { briefs }: Given,
  { history, durationS }: ChainFacts,
  spent: Map<string, bigint>,
): void {
  const place = `campaign ${row.campaignId}`;
  const created = history.campaigns.find(({ campaignId }) => campaignId === row.campaignId);
  if (!created) throw new Disagreement(place, "there", "not on the chain");
  requireSame(`${place}: highest rate`, row.maxRateWei, created.maxRateWei);
  requireSame(`${place}: audience hash`, row.audienceHash, created.audienceHash);
  const brief = briefs.find(({ audienceHash }) => audienceHash === row.audienceHash);
  if (!brief) throw new Disagreement(`${place}: brief`, "none", row.audienceHash);
  requireSame(`${place}: brief`, briefHash(brief), row.audienceHash);
  requireSame(`${place}: topics`, [...row.topics].sort(), [...brief.audience.topics].sort());
  requireSame(`${place}: languages`, [...row.languages].sort(), [...brief.audience.languages].sort());

  const closed = history.closed.find((one) => one.campaignId === row.campaignId && one.block <= block);
  const lastEpoch = Math.floor((closed?.endsAt ?? created.firstEndsAt) / durationS);
  const firstEpoch = Math.floor(created.startsAt / durationS);
  if (epoch < firstEpoch || epoch > lastEpoch)
    throw new Disagreement(`${place}: epochs`, epoch, `${firstEpoch} to ${lastEpoch}`);
  const paidIn = history.campaignPayments
    .filter((one) => one.campaignId === row.campaignId && one.kind !== "debited" && one.block <= block)
    .reduce((sum, { kind, amountWei }) => (kind === "refunded" ? sum - amountWei : sum + amountWei), 0n);
  const left = paidIn - (spent.get(row.campaignId) ?? 0n);
  const availableWei = left > 0n ? left : 0n;
  requireSame(`${place}: available`, row.availableWei, availableWei);
  requireSame(`${place}: spendable`, row.spendableWei, availableWei / BigInt(lastEpoch - epoch + 1));
}

async function checkContent(row: Extract<FrozenRow, { kind: "content" }>, { contentOf }: ChainFacts): Promise<void> {
  const place = `content ${row.contentId}`;
  const known = await contentOf(row.contentId);
  requireSame(`${place}: creator`, row.creator, known.creator);
  requireSame(`${place}: payees`, row.payees, known.payees);
  requireSame(`${place}: shares`, row.bps, known.bps);
}

async function requireBalances(balances: readonly Balance[], report: Report, { history }: ChainFacts): Promise<void> {
  const parent = history.reports.find(({ digest }) => digest === report.parent);
  if (!parent && report.parent !== zeroHash) throw new Disagreement("parent", report.parent, "not on the chain");
  const { tree } = await payoutsTree([balances]);
  const before = parent ? parent.payoutsRoot : (await payoutsTree([])).tree.root;
  requireSame("what accounts had earned before", tree.root, before);
}

function checkViewer(row: FrozenViewer, { fromMs, toMs }: { fromMs: number; toMs: number }): void {
  const place = `viewer ${row.account}`;
  const attendedMs = row.attention.reduce((sum, [, ms]) => sum + ms, 0);
  if (row.attention.some(([, ms]) => !(ms > 0)) || attendedMs > toMs - fromMs)
    throw new Disagreement(`${place}: attention`, `${attendedMs} ms`, `at most ${toMs - fromMs} ms`);
  if (!(row.shareBps >= 0 && row.shareBps <= WHOLE_BPS))
    throw new Disagreement(`${place}: share`, row.shareBps, `0 to ${WHOLE_BPS}`);
  const most = DAILY_CAP_MS * dayOf(fromMs, toMs).days;
  if (row.capMs > most) throw new Disagreement(`${place}: daily cap`, `${row.capMs} ms`, `at most ${most} ms`);
}
