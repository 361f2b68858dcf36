import { createHash } from "node:crypto";
import type { Report } from "@heed/contracts/report";
import type { Hex } from "viem";
import type { Balance } from "./balances.ts";
import type { Carried } from "./carried.ts";
import type { Difference } from "./checkProposal.ts";
import { payoutsOf, spendsOf } from "./fold.ts";
import { spendsTree } from "./payoutTrees.ts";
import { type PublicEpoch, PublicRowsReader, sellAgain } from "./publicEpoch.ts";
import { WHOLE_BPS } from "./rules.ts";
import { Leaves } from "./standardTree.ts";
import { wholeLines } from "./wholeLines.ts";

/** What anybody can download of an epoch, and what the chain says of it. */
export interface AuditSources {
  /** The public rows, in pages of text; a page may end inside a line. */
  rows: AsyncIterable<string>;
  /** What accounts had earned by the report that this one's payouts build on, by account; nothing before the first. */
  balancesBefore: AsyncIterable<readonly Balance[]>;
  /** The report that stands on the chain. */
  report: Report;
  /** The rate of the report before, and the payouts of the one that this one's build on. */
  previous: { rateWei: bigint; payoutsRoot: Hex; payoutsTotal: bigint } | null;
  /** What its payouts have of earlier epochs beside those balances. */
  carried: Carried;
  /** What a later report writes off of this epoch, since nobody settled it in time; null for nothing. */
  writtenOff: WrittenOff | null;
  /** The rate before the first report. */
  previousRateWei: bigint;
  /** The campaign as it stands on the chain, or null where there is none. */
  campaign(id: string): Promise<AuditedCampaign | null>;
}

export interface AuditedCampaign {
  maxRateWei: bigint;
  audienceHash: Hex;
  startsAtMs: number;
  endsAtMs: number;
  /** All that was ever paid into its escrow, less what was debited for epochs before the audited one, HEED wei. */
  escrowedWei: bigint;
}

/** What was written off of an epoch, and from which epoch's report on. */
export interface WrittenOff {
  by: number;
  amountWei: bigint;
}

export interface EpochAudit {
  epoch: number;
  holds: boolean;
  /** The first thing that differs; null where everything holds. */
  difference: Difference | null;
  differences: Difference[];
  rateWei: bigint;
  spentWei: bigint;
  paidWei: bigint;
  accounts: number;
  cells: number;
  /** What its report writes off of earlier epochs. */
  writesOff: { epoch: number; amountWei: bigint }[];
  /** The epoch whose payouts its report repeats, since it holds back what it pays; null where it doesn't. */
  repeats: number | null;
  /** What a later report writes off of this epoch; null for nothing. */
  writtenOff: WrittenOff | null;
}

/** Derives an epoch's rate, payouts and roots again from its public rows, and compares them with the report on the chain. */
export async function auditEpoch(sources: AuditSources): Promise<EpochAudit> {
  const { report, previous, carried } = sources;
  const differences: Difference[] = [];
  const compare = (place: string, reported: unknown, recomputed: unknown) => {
    if (String(reported) === String(recomputed)) return;
    differences.push({ place, proposed: String(reported), recomputed: String(recomputed) });
  };
  const hash = createHash("sha256");
  const reader = new PublicRowsReader();
  const payouts = new Payouts(sources.balancesBefore, carried.adjustments);
  let sale: ReturnType<typeof sellAgain> | undefined;
  const units: bigint[] = [];
  for await (const lines of wholeLines(sources.rows, (page) => hash.update(page))) {
    for (const line of lines) {
      const account = reader.read(line);
      if (!account) continue;
      sale ??= sellAgain(reader.head);
      for (const [, cell, amount] of account.rows) units[cell] = (units[cell] ?? 0n) + amount;
      const paid = payoutsOf([[account.account, account.rows]], reader.head.cells, sale.paidForCell).get(
        account.account,
      );
      if (paid !== undefined) await payouts.add(account.account, paid);
    }
  }
  const { head } = reader;
  sale ??= sellAgain(head);
  await payouts.close();
  compare("epoch", report.epoch, head.epoch);
  compare("previous rate", previous?.rateWei ?? sources.previousRateWei, head.previousRateWei);
  for (const [place, one] of head.campaigns.entries()) {
    const { spentWei } = sale.purchases[place]!;
    compareCampaign(compare, { ...one, spentWei }, head, await sources.campaign(one.campaignId));
  }
  compare("data hash", report.dataHash, `0x${hash.digest("hex")}`);
  compare("rate", report.rate, sale.rateWei);
  for (const [cell, { supplyMs }] of head.cells.entries()) {
    if ((units[cell] ?? 0n) > supplyMs * BigInt(WHOLE_BPS))
      compare(`cell ${cell} supply`, supplyMs * BigInt(WHOLE_BPS), units[cell]);
  }
  compare("spends root", report.spendsRoot, spendsTree(spendsOf(head.campaigns, sale)).root);
  if (previous) {
    compare("payouts total before", previous.payoutsTotal, payouts.beforeWei);
    compare("payouts root before", previous.payoutsRoot, (await payouts.before.tree()).root);
  } else compare("payouts total before", 0n, payouts.beforeWei);
  const { repeated } = carried;
  compare("payouts total", report.payoutsTotal, repeated?.payoutsTotal ?? payouts.afterWei);
  compare("payouts root", report.payoutsRoot, repeated?.payoutsRoot ?? (await payouts.after.tree()).root);
  return {
    epoch: head.epoch,
    holds: differences.length === 0,
    difference: differences[0] ?? null,
    differences,
    rateWei: sale.rateWei,
    spentWei: sale.spentWei,
    paidWei: payouts.paidWei,
    accounts: payouts.paidAccounts,
    cells: head.cells.length,
    writesOff: [...carried.writtenOffWei].map(([epoch, amountWei]) => ({ epoch, amountWei })),
    repeats: repeated?.epoch ?? null,
    writtenOff: sources.writtenOff,
  };
}

type Compare = (place: string, reported: unknown, recomputed: unknown) => void;

function compareCampaign(
  compare: Compare,
  one: PublicEpoch["campaigns"][number] & { spentWei: bigint },
  { fromMs, toMs }: PublicEpoch,
  onChain: AuditedCampaign | null,
): void {
  const place = `campaign ${one.campaignId}`;
  if (!onChain) {
    compare(place, "none on the chain", "bids");
    return;
  }
  compare(`${place} highest rate`, onChain.maxRateWei, one.maxRateWei);
  compare(`${place} audience`, onChain.audienceHash, one.audienceHash);
  const ran = onChain.startsAtMs < toMs && onChain.endsAtMs >= fromMs;
  if (!ran) compare(`${place} dates`, "didn't run", "bids");
  const amounts = { spent: one.spentWei, spendable: one.spendableWei, available: one.availableWei };
  const limits = { spent: one.spendableWei, spendable: one.availableWei, available: onChain.escrowedWei };
  for (const name of ["spent", "spendable", "available"] as const) {
    if (amounts[name] > limits[name]) compare(`${place} ${name}`, amounts[name], `at most ${limits[name]}`);
  }
}

/** Adds payouts and adjustments to balances, all by account, so that not all have to be held: only the two trees' leaves are. */
class Payouts {
  readonly before = new Leaves();
  readonly after = new Leaves();
  beforeWei = 0n;
  afterWei = 0n;
  paidWei = 0n;
  paidAccounts = 0;
  readonly #pages: AsyncIterator<readonly Balance[]>;
  readonly #adjustments: (readonly [string, bigint])[];
  #page: readonly Balance[] = [];
  #next = 0;
  #nextAdjustment = 0;

  constructor(balances: AsyncIterable<readonly Balance[]>, adjustments: ReadonlyMap<string, bigint>) {
    this.#pages = balances[Symbol.asyncIterator]();
    this.#adjustments = [...adjustments].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async add(account: string, paidWei: bigint): Promise<void> {
    for (let next = this.#adjustment(); next && next[0] < account; next = this.#adjustment())
      await this.#put(...this.#takeAdjustment());
    this.paidWei += paidWei;
    this.paidAccounts += 1;
    const adjusted = this.#adjustment()?.[0] === account ? this.#takeAdjustment()[1] : 0n;
    await this.#put(account, paidWei + adjusted);
  }

  async close(): Promise<void> {
    while (this.#adjustment()) await this.#put(...this.#takeAdjustment());
    for (let known = await this.#peek(); known; known = await this.#peek()) this.#take(known, 0n);
  }

  #adjustment(): readonly [string, bigint] | undefined {
    return this.#adjustments[this.#nextAdjustment];
  }

  #takeAdjustment(): readonly [string, bigint] {
    return this.#adjustments[this.#nextAdjustment++]!;
  }

  async #put(account: string, addedWei: bigint): Promise<void> {
    for (let known = await this.#peek(); known && known.account < account; known = await this.#peek())
      this.#take(known, 0n);
    const known = await this.#peek();
    if (known?.account === account) this.#take(known, addedWei);
    else this.#addAfter(account, addedWei);
  }

  #addAfter(account: string, cumulativeWei: bigint): void {
    if (cumulativeWei === 0n) return;
    if (cumulativeWei < 0n)
      throw new RangeError(`${account} would have earned ${cumulativeWei} wei: more is written off than was paid.`);
    this.afterWei += cumulativeWei;
    this.after.add(account, cumulativeWei);
  }

  async #peek(): Promise<Balance | null> {
    while (this.#next >= this.#page.length) {
      const { done, value } = await this.#pages.next();
      if (done) return null;
      [this.#page, this.#next] = [value, 0];
    }
    return this.#page[this.#next]!;
  }

  #take({ account, cumulativeWei }: Balance, addedWei: bigint): void {
    this.#next += 1;
    this.beforeWei += cumulativeWei;
    this.before.add(account, cumulativeWei);
    this.#addAfter(account, cumulativeWei + addedWei);
  }
}
