import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { PayoutsPlan } from "../../settle/payoutsPlan.ts";
import { bytes, orderedText } from "../columns.ts";
import { wei } from "../wei.ts";

// What an epoch's report was computed from, as it stood when the epoch was frozen, and what came of it. An epoch's frozen rows never
// change; only opted-in viewers (`earners`) are in them. Account addresses are checksummed, ids are decimal text, money is HEED wei.

const epoch = () => bigint("epoch", { mode: "number" }).notNull();
const ms = (name: string) => bigint(name, { mode: "number" });

/** Where each epoch stands on its way from attention to money: see settle/keeper. */
export const epochs = pgTable("epochs", {
  epoch: bigint("epoch", { mode: "number" }).primaryKey(),
  /**
   * frozen, proposed, signed, posted, final, settled; written-off where it wasn't settled in time and a later report left out what that
   * would have paid; empty where nothing is to be paid; vetoed; failed with `problem`.
   */
  state: text("state").notNull(),
  /** [fromMs, toMs): the attention that counts. */
  fromMs: ms("from_ms").notNull(),
  toMs: ms("to_ms").notNull(),
  frozenAtMs: ms("frozen_at_ms").notNull(),
  /** The chain's block at which campaigns were read. */
  block: bigint("block", { mode: "number" }).notNull(),
  /** The rate before this epoch, wei an attention-second. */
  previousRateWei: wei("previous_rate_wei").notNull(),
  /** The report as its signers sign it, amounts as decimal text; null until proposed. */
  report: jsonb("report"),
  digest: text("digest"),
  /** How its payouts follow from earlier reports, where that isn't the plain way: settle/payoutsPlan. */
  plan: jsonb("plan").$type<PayoutsPlan>(),
  /** Totals of the auction: supply, demand, sold, viewers. */
  totals: jsonb("totals"),
  txHash: text("tx_hash"),
  problem: text("problem"),
  /** Whether what was frozen of people is gone: see settle/forgetFrozen. */
  forgotten: boolean("forgotten").notNull().default(false),
});

/** Campaigns that could buy in the epoch. */
export const epochCampaigns = pgTable(
  "epoch_campaigns",
  {
    epoch: epoch(),
    campaignId: text("campaign_id").notNull(),
    audienceHash: text("audience_hash").notNull(),
    /** Of its audience: contents with one of these topics, in one of these languages; empty for any. */
    topics: text("topics").array().notNull(),
    languages: text("languages").array().notNull(),
    maxRateWei: wei("max_rate_wei").notNull(),
    /** Escrowed and not spent by any earlier report, settled or not. */
    availableWei: wei("available_wei").notNull(),
    /** The part of it that pacing lets this epoch spend. */
    spendableWei: wei("spendable_wei").notNull(),
    spentWei: wei("spent_wei").notNull(),
    boughtMs: ms("bought_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.campaignId] })],
);

/** What the catalogue and the chain said of the contents attended to. */
export const epochContents = pgTable(
  "epoch_contents",
  {
    epoch: epoch(),
    contentId: text("content_id").notNull(),
    creator: text("creator").notNull(),
    /** Null where the oracle holds no work for it. */
    language: text("language"),
    topics: text("topics").array().notNull(),
    payees: text("payees").array().notNull(),
    bps: integer("bps").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.contentId] })],
);

/**
 * The opted-in viewers who saw ads of the epoch's campaigns, and what they attended to. A wallet stands beside its pseudonym and what it
 * attended to here, until the epoch is over and done with.
 */
export const epochViewers = pgTable(
  "epoch_viewers",
  {
    epoch: epoch(),
    viewer: orderedText("viewer").notNull(),
    account: orderedText("account").notNull(),
    /** What of the earnings goes to the creators attended to, ten-thousandths. */
    shareBps: integer("share_bps").notNull(),
    /** The most that can be paid this day, by the rule or by the viewer's own budget, and what earlier epochs of the day used up. */
    capMs: ms("cap_ms").notNull(),
    usedMs: ms("used_ms").notNull(),
    newcomer: boolean("newcomer").notNull(),
    /** Its number in the epoch, in order of `viewer`. */
    place: integer("place").notNull(),
    /** Campaigns whose ads were in view in the epoch, by id. */
    campaigns: text("campaigns").array().notNull(),
    /** Verified attention inside the epoch: contents, and milliseconds in the same order. Arrays, since a row each would weigh ten times as much. */
    contentIds: text("content_ids").array().notNull(),
    contentMs: bigint("content_ms", { mode: "number" }).array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.viewer] }), index("epoch_viewers_account").on(table.account)],
);

/** Attention that the same campaigns could buy: one pool of supply. */
export const epochCells = pgTable(
  "epoch_cells",
  {
    epoch: epoch(),
    cell: integer("cell").notNull(),
    /** Ids of the campaigns it matched, rising. */
    campaigns: text("campaigns").array().notNull(),
    supplyMs: ms("supply_ms").notNull(),
    /** What each of those campaigns pays for its part, wei, in the same order. */
    spentWei: wei("spent_wei").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.cell] })],
);

/** The published rows: how much of which cell each account stands for. Everything paid is derived from these. */
export const epochRows = pgTable(
  "epoch_rows",
  {
    epoch: epoch(),
    account: orderedText("account").notNull(),
    /** 0: the account's own attention. 1: attention to what the account created. */
    role: smallint("role").notNull(),
    cell: integer("cell").notNull(),
    /** Milliseconds times ten-thousandths: a viewer keeps 10,000 less the share given to creators. */
    units: bigint("units", { mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.account, table.role, table.cell] })],
);

/** What the epoch added for an account. */
export const epochPayouts = pgTable(
  "epoch_payouts",
  { epoch: epoch(), account: orderedText("account").notNull(), amountWei: wei("amount_wei").notNull() },
  (table) => [primaryKey({ columns: [table.account, table.epoch] }), index("epoch_payouts_epoch").on(table.epoch)],
);

/** What an epoch's report takes off what an earlier epoch paid, since nobody settled that in time. */
export const epochWriteOffs = pgTable(
  "epoch_write_offs",
  {
    epoch: epoch(),
    ofEpoch: bigint("of_epoch", { mode: "number" }).notNull(),
    account: orderedText("account").notNull(),
    amountWei: wei("amount_wei").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.ofEpoch] }),
    index("epoch_write_offs_epoch").on(table.epoch),
    index("epoch_write_offs_of_epoch").on(table.ofEpoch),
  ],
);

/**
 * Attention that was put up for sale in a cell where something was sold: it counts towards the day's cap. By account, since who erases
 * everything and consents anew within the day has another pseudonym.
 */
export const epochCounted = pgTable(
  "epoch_counted",
  { epoch: epoch(), account: orderedText("account").notNull(), ms: ms("ms").notNull() },
  (table) => [primaryKey({ columns: [table.epoch, table.account] })],
);

/** What each account has earned by all epochs proposed and not dropped, less what was written off: the leaves of the newest report that pays. */
export const payoutTotals = pgTable("payout_totals", {
  account: orderedText("account").primaryKey(),
  cumulativeWei: wei("cumulative_wei").notNull(),
});

/** What a rule took off a viewer's attention before it was paid. */
export const epochReductions = pgTable(
  "epoch_reductions",
  { epoch: epoch(), viewer: text("viewer").notNull(), rule: text("rule").notNull(), cutMs: ms("cut_ms").notNull() },
  (table) => [primaryKey({ columns: [table.epoch, table.viewer, table.rule] })],
);

/** Reporters' signatures of an epoch's proposed report. */
export const reportSignatures = pgTable(
  "report_signatures",
  {
    epoch: epoch(),
    digest: text("digest").notNull(),
    signer: text("signer").notNull(),
    signature: bytes("signature").notNull(),
    atMs: ms("at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.digest, table.signer] })],
);

/** A reporter that came to another result, and where it first differs. */
export const reportObjections = pgTable(
  "report_objections",
  {
    epoch: epoch(),
    digest: text("digest").notNull(),
    signer: text("signer").notNull(),
    /** Such as "row 0xAbc… viewer cell 3 units", in words for the operator. */
    place: text("place").notNull(),
    proposed: text("proposed").notNull(),
    recomputed: text("recomputed").notNull(),
    atMs: ms("at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.digest, table.signer] })],
);

/** A viewer's objection to a reduction, and the operator's answer. */
export const appeals = pgTable(
  "appeals",
  {
    id: text("id").primaryKey(),
    viewer: text("viewer").notNull(),
    /** Of `reductions` (intake) or `epoch_reductions`. */
    rule: text("rule").notNull(),
    epoch: bigint("epoch", { mode: "number" }),
    message: text("message").notNull(),
    /** open, upheld, refused */
    state: text("state").notNull(),
    answer: text("answer"),
    createdAtMs: ms("created_at_ms").notNull(),
    answeredAtMs: ms("answered_at_ms"),
  },
  (table) => [index("appeals_viewer").on(table.viewer)],
);
