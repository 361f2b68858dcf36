import { type Brief, briefHash } from "@heed/contracts/brief";
import type { Spend } from "@heed/contracts/report";
import type { RewardHistory } from "../chain/rewardHistory.ts";
import { biddersOf } from "./bidders.ts";
import { standingReports } from "./carried.ts";
import type { ChainFacts, Given } from "./checkRows.ts";
import { Disagreement, requireSame } from "./disagreement.ts";
import type { FrozenRow } from "./frozenRows.ts";
import { isPastSettling } from "./payoutsPlan.ts";
import { spendsTree } from "./payoutTrees.ts";

type CampaignRow = Extract<FrozenRow, { kind: "campaign" }>;
type EpochRow = Extract<FrozenRow, { kind: "epoch" }>;
type Created = RewardHistory["campaigns"][number];

/** What a campaign is by the chain alone. */
interface Known {
  campaignId: string;
  created: Created;
  /** The epochs in which it runs. */
  firstEpoch: number;
  lastEpoch: number;
  availableWei: bigint;
  spendableWei: bigint;
}

/** What the chain says of campaigns at the block at which an epoch was frozen, for holding the oracle's rows against. */
export class ChainCampaigns {
  readonly #header: EpochRow;
  readonly #given: Given;
  readonly #known = new Map<string, Known>();
  readonly #rows = new Set<string>();

  /** @throws {Disagreement} if what earlier reports spent isn't what the oracle says */
  constructor(header: EpochRow, given: Given, { history, terms }: ChainFacts) {
    this.#header = header;
    this.#given = given;
    const { durationS } = terms;
    const spent = spentBefore(given, history, terms);
    const before = <Row extends { block: number }>(rows: readonly Row[]) =>
      rows.filter(({ block }) => block <= header.block);
    const closed = new Map(before(history.closed).map(({ campaignId, endsAt }) => [campaignId, endsAt]));
    const paidIn = new Map<string, bigint>();
    for (const { campaignId, kind, amountWei } of before(history.campaignPayments)) {
      if (kind === "debited") continue;
      paidIn.set(campaignId, (paidIn.get(campaignId) ?? 0n) + (kind === "refunded" ? -amountWei : amountWei));
    }
    for (const created of before(history.campaigns)) {
      const { campaignId } = created;
      const lastEpoch = Math.floor((closed.get(campaignId) ?? created.firstEndsAt) / durationS);
      const left = (paidIn.get(campaignId) ?? 0n) - (spent.get(campaignId) ?? 0n);
      const availableWei = left > 0n ? left : 0n;
      const epochsLeft = lastEpoch - header.epoch + 1;
      const spendableWei = epochsLeft > 0 ? availableWei / BigInt(epochsLeft) : 0n;
      const firstEpoch = Math.floor(created.startsAt / durationS);
      this.#known.set(campaignId, { campaignId, created, firstEpoch, lastEpoch, availableWei, spendableWei });
    }
  }

  /** @throws {Disagreement} where the chain or the advertiser's brief says otherwise */
  check(row: CampaignRow): void {
    const place = `campaign ${row.campaignId}`;
    const known = this.#known.get(row.campaignId);
    if (!known) throw new Disagreement(place, "there", `not on the chain at block ${this.#header.block}`);
    const { created, firstEpoch, lastEpoch, availableWei, spendableWei } = known;
    requireSame(`${place}: highest rate`, row.maxRateWei, created.maxRateWei);
    requireSame(`${place}: audience hash`, row.audienceHash, created.audienceHash);
    const brief = this.#briefOf(known);
    if (!brief) throw new Disagreement(`${place}: brief`, "none", row.audienceHash);
    requireSame(`${place}: brief`, briefHash(brief), row.audienceHash);
    requireSame(`${place}: topics`, [...row.topics].sort(), [...brief.audience.topics].sort());
    requireSame(`${place}: languages`, [...row.languages].sort(), [...brief.audience.languages].sort());
    if (!this.#runs(known))
      throw new Disagreement(`${place}: epochs`, this.#header.epoch, `${firstEpoch} to ${lastEpoch}`);
    requireSame(`${place}: available`, row.availableWei, availableWei);
    requireSame(`${place}: spendable`, row.spendableWei, spendableWei);
    this.#rows.add(row.campaignId);
  }

  /** Called after the last campaign. @throws {Disagreement} if one is left out that bids, or one bids that the rule leaves out */
  close(): void {
    const running = [...this.#known.values()].filter((known) => this.#runs(known) && this.#briefOf(known));
    const bidders = new Set(
      biddersOf(running, BigInt(this.#header.previousRateWei)).map(({ campaignId }) => campaignId),
    );
    for (const id of bidders) if (!this.#rows.has(id)) throw new Disagreement(`campaign ${id}`, "left out", "bids");
    for (const id of this.#rows) if (!bidders.has(id)) throw new Disagreement(`campaign ${id}`, "bids", "left out");
  }

  #runs({ firstEpoch, lastEpoch }: Known): boolean {
    return firstEpoch <= this.#header.epoch && this.#header.epoch <= lastEpoch;
  }

  #briefOf({ created }: Known): Brief | undefined {
    return this.#given.briefs.find(({ audienceHash }) => audienceHash === created.audienceHash);
  }
}

/**
 * What each campaign spent in earlier epochs: debited on the chain, or to be debited by reports that stand. Every report that isn't all
 * debited yet must be among those that the oracle says the spends of, or its campaigns would seem to have more than they have; unless
 * nobody can settle it any more, since then they have.
 */
function spentBefore(
  { report, earlierSpends }: Given,
  history: RewardHistory,
  terms: ChainFacts["terms"],
): Map<string, bigint> {
  const each = new Map<string, bigint>();
  const add = (campaignId: string, epoch: number, amount: bigint) => {
    const key = `${campaignId} ${epoch}`;
    if (epoch < Number(report.epoch) && amount > (each.get(key) ?? 0n)) each.set(key, amount);
  };
  const debits = new Map<number, Spend[]>();
  for (const { campaignId, kind, epoch, amountWei } of history.campaignPayments) {
    if (kind !== "debited") continue;
    add(campaignId, epoch!, amountWei);
    debits.set(epoch!, [...(debits.get(epoch!) ?? []), { campaignId: BigInt(campaignId), amount: amountWei }]);
  }
  const standing = standingReports(history);
  const isPast = (epoch: number) => isPastSettling(epoch, Number(report.epoch), terms);
  for (const { epoch, digest, spends } of earlierSpends) {
    const listed = spends.map(([campaignId, wei]) => ({ campaignId: BigInt(campaignId), amount: BigInt(wei) }));
    const posted = standing.find((one) => one.digest === digest && one.epoch === epoch);
    requireSame(`spends of epoch ${epoch}`, spendsTree(listed).root, posted?.spendsRoot);
    if (isPast(epoch)) continue;
    for (const [campaignId, wei] of spends) add(campaignId, epoch, BigInt(wei));
  }
  const listed = new Set(earlierSpends.map(({ digest }) => digest));
  for (const { epoch, digest, spendsRoot } of standing) {
    if (epoch >= Number(report.epoch) || listed.has(digest) || isPast(epoch)) continue;
    if (spendsTree(debits.get(epoch) ?? []).root !== spendsRoot)
      throw new Disagreement(`spends of epoch ${epoch}`, "left out", spendsRoot);
  }
  const sums = new Map<string, bigint>();
  for (const [key, amount] of each) {
    const campaignId = key.split(" ")[0]!;
    sums.set(campaignId, (sums.get(campaignId) ?? 0n) + amount);
  }
  return sums;
}
