import type { Report, Spend } from "@heed/contracts/report";
import { eq, sql } from "drizzle-orm";
import type { Hex } from "viem";
import { type Auction, auction, type Bid, type Cell } from "../price/auction.ts";
import { SetupError } from "../service/errors.ts";
import { type Database, rows } from "../store/database.ts";
import { epochs } from "../store/schema/settlement.ts";
import { balancesAfter } from "./balances.ts";
import { countAttention, forgetCounting } from "./countAttention.ts";
import { spendsOf } from "./fold.ts";
import { isDue, type PayoutsPlan } from "./payoutsPlan.ts";
import { payoutsTree, spendsTree } from "./payoutTrees.ts";
import { forgetProposal, readBids, readProposal, requireNoneAfter } from "./proposals.ts";
import { dataHashOf, publicLines } from "./publicRows.ts";
import { writeCounted, writePayouts, writeReductions, writeRows, writeSale } from "./writeEpoch.ts";
import { writeOff } from "./writeOff.ts";

/** What an epoch comes to: a report, or nothing where nothing is paid or written off and the rate stays. */
export type Proposal =
  | { empty: true; report: null; spends: [] }
  /** `spends` is empty where the spends' tree has the one leaf (0, 0). */
  | { empty: false; report: Report; spends: Spend[] };

export interface ProposalTerms {
  epoch: number;
  /** Digest of the report that this one builds on; zero for the first. */
  parent: Hex;
  modelHash: Hex;
  /** The parent's rate, where it isn't the one that was in force when the epoch was frozen. */
  previousRateWei?: bigint;
  /** How payouts follow from earlier reports; null or left out for the plain way. */
  plan?: PayoutsPlan | null;
}

/** An epoch's totals as `epochs.totals` keeps them, wei as decimal text. */
export interface EpochTotals {
  supplyMs: number;
  soldMs: number;
  /** What campaigns could have spent. */
  demandWei: string;
  spentWei: string;
  /** Part of it that is paid out; the rest is dust, and stays in the ledger. */
  paidWei: string;
  /** With attention that could be bought. */
  viewers: number;
  campaigns: number;
}

/**
 * Settles a frozen epoch: rules, cells, auction, rows, payouts, roots, in one transaction. Asked again, it answers the same; with
 * another parent, it settles anew. Epochs are proposed one after the other: each builds on what accounts had earned by the one before.
 * @throws {HeedError} if the epoch isn't frozen, or a later one is proposed.
 */
export async function proposeEpoch(db: Database, terms: ProposalTerms): Promise<Proposal> {
  return await db.transaction(async (transaction) => {
    const epoch = await lockEpoch(transaction, terms.epoch);
    const known = await readProposal(transaction, terms.epoch);
    if (known && (known.empty || known.report.parent === terms.parent)) return known;
    await requireNoneAfter(transaction, terms.epoch);
    if (known) await forgetProposal(transaction, terms.epoch);
    const previousRateWei = terms.previousRateWei ?? epoch.previousRateWei;
    await transaction.update(epochs).set({ previousRateWei }).where(eq(epochs.epoch, terms.epoch));
    return await settle(transaction, { ...terms, previousRateWei });
  });
}

async function settle(db: Database, terms: ProposalTerms & { previousRateWei: bigint }): Promise<Proposal> {
  const { epoch, previousRateWei } = terms;
  const bids = await readBids(db, epoch);
  const cells = await countAttention(db, epoch);
  const sale = auction(bids, cells, previousRateWei);
  await writeSale(db, epoch, bids, cells, sale);
  await writeRows(db, epoch);
  const paidWei = await writePayouts(db, epoch);
  if (paidWei > sale.spentWei)
    throw new Error(
      `Epoch ${epoch} would pay ${paidWei} wei, and its campaigns spend ${sale.spentWei}: nothing is proposed.`,
    );
  const plan = terms.plan ?? null;
  if (plan) await writeOff(db, epoch, plan.writtenOff);
  const empty = paidWei === 0n && sale.rateWei >= previousRateWei && !(plan && isDue(plan));
  await writeTotals(db, epoch, { bids, cells, sale, paidWei });
  if (!empty) await writeReductions(db, epoch);
  if (!empty) await writeCounted(db, epoch);
  await forgetCounting(db);
  if (empty) {
    await forgetProposal(db, epoch);
    await db.update(epochs).set({ state: "empty" }).where(eq(epochs.epoch, epoch));
    return { empty, report: null, spends: [] };
  }
  const report = await reportOf(db, terms, sale.rateWei, spendsOf(bids, sale));
  const stored = Object.fromEntries(Object.entries(report).map(([name, value]) => [name, String(value)]));
  await db.update(epochs).set({ state: "proposed", report: stored, plan }).where(eq(epochs.epoch, epoch));
  return { empty, report, spends: spendsOf(bids, sale) };
}

async function lockEpoch(db: Database, epoch: number) {
  const [found] = await db.select().from(epochs).where(eq(epochs.epoch, epoch)).for("update");
  if (found) return found;
  throw new SetupError(`Epoch ${epoch} isn't frozen.`, { code: "epoch-not-frozen", hint: "Freeze it first." });
}

async function reportOf(db: Database, terms: ProposalTerms, rate: bigint, spends: readonly Spend[]): Promise<Report> {
  const { tree, totalWei } = await payoutsTree(balancesAfter(db, terms.plan?.repeats ?? terms.epoch));
  return {
    epoch: BigInt(terms.epoch),
    parent: terms.parent,
    rate,
    payoutsRoot: tree.root,
    payoutsTotal: totalWei,
    spendsRoot: spendsTree(spends).root as Hex,
    dataHash: await dataHashOf(publicLines(db, terms.epoch)),
    modelHash: terms.modelHash,
  };
}

interface Settled {
  bids: readonly Bid[];
  cells: readonly Cell[];
  sale: Auction;
  paidWei: bigint;
}

async function writeTotals(db: Database, epoch: number, { bids, cells, sale, paidWei }: Settled): Promise<void> {
  const [viewers] =
    cells.length === 0
      ? []
      : await rows<{ count: number }>(
          db,
          sql`select count(distinct viewer)::int as count from settling_viewer_cells where kept_ms > 0`,
        );
  const totals: EpochTotals = {
    supplyMs: Number(cells.reduce((sum, { supplyMs }) => sum + supplyMs, 0n)),
    soldMs: Number(sale.soldMs),
    demandWei: bids.reduce((sum, { spendableWei }) => sum + spendableWei, 0n).toString(),
    spentWei: sale.spentWei.toString(),
    paidWei: paidWei.toString(),
    viewers: viewers?.count ?? 0,
    campaigns: bids.length,
  };
  await db.update(epochs).set({ totals }).where(eq(epochs.epoch, epoch));
}
