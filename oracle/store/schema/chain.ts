import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { wei } from "../wei.ts";

// What the indexer read from the protocol's events. Every row names its block, so that a re-org can take it back.
// Addresses are checksummed, ids are decimal text, money is wei.

const block = () => bigint("block", { mode: "number" }).notNull();
const logIndex = () => integer("log_index").notNull();

/** Where the indexer stands: one row. A different chain or market means that everything indexed is void. */
export const chainCursor = pgTable("chain_cursor", {
  id: text().primaryKey(),
  chainId: integer("chain_id").notNull(),
  market: text().notNull(),
  indexedBlock: bigint("indexed_block", { mode: "number" }).notNull(),
  indexedHash: text("indexed_hash").notNull(),
  /** Grows with every change to the index, so that a replica knows when its cache is old. */
  revision: bigint({ mode: "number" }).notNull(),
});

/** Hashes of indexed blocks: each range's last block and each block with an event of ours. */
export const blocks = pgTable("blocks", {
  number: bigint({ mode: "number" }).primaryKey(),
  hash: text().notNull(),
  atMs: bigint("at_ms", { mode: "number" }).notNull(),
});

export const contents = pgTable(
  "contents",
  {
    contentId: text("content_id").primaryKey(),
    creator: text().notNull(),
    splitId: text("split_id").notNull(),
    contentHash: text("content_hash").notNull(),
    uri: text().notNull(),
    floorWei: wei("floor_wei").notNull(),
    ceilingWei: wei("ceiling_wei").notNull(),
    /** What a referrer gets of a purchase, in ten-thousandths. */
    referralBps: integer("referral_bps").notNull(),
    listed: boolean().notNull(),
    unlistedInBlock: bigint("unlisted_in_block", { mode: "number" }),
    block: block(),
    publishedAtMs: bigint("published_at_ms", { mode: "number" }).notNull(),
  },
  (table) => [index("contents_hash").on(table.contentHash), index("contents_creator").on(table.creator)],
);

/** Every bound a content ever had; `contents` carries the newest, a re-org restores it from here. */
export const priceBounds = pgTable(
  "price_bounds",
  {
    block: block(),
    logIndex: logIndex(),
    contentId: text("content_id").notNull(),
    floorWei: wei("floor_wei").notNull(),
    ceilingWei: wei("ceiling_wei").notNull(),
  },
  (table) => [primaryKey({ columns: [table.block, table.logIndex] })],
);

/** Every referral share a content ever had, for the same reason, and to divide old purchases by what held then. */
export const referralTerms = pgTable(
  "referral_terms",
  {
    block: block(),
    logIndex: logIndex(),
    contentId: text("content_id").notNull(),
    bps: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.block, table.logIndex] })],
);

export const splits = pgTable("splits", {
  splitId: text("split_id").primaryKey(),
  payees: text().array().notNull(),
  bps: integer().array().notNull(),
  block: block(),
});

export const purchases = pgTable(
  "purchases",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    contentId: text("content_id").notNull(),
    buyer: text().notNull(),
    recipient: text().notNull(),
    quantity: wei("quantity").notNull(),
    unitPriceWei: wei("unit_price_wei").notNull(),
    /** The referrer that was paid, or null. */
    referrer: text(),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.logIndex] }),
    index("purchases_content").on(table.contentId),
    index("purchases_recipient").on(table.recipient),
  ],
);

export const supports = pgTable(
  "supports",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    contentId: text("content_id").notNull(),
    supporter: text().notNull(),
    amountWei: wei("amount_wei").notNull(),
  },
  (table) => [primaryKey({ columns: [table.txHash, table.logIndex] }), index("supports_content").on(table.contentId)],
);

export const claims = pgTable(
  "claims",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    account: text().notNull(),
    splitIds: text("split_ids").array().notNull(),
    amountWei: wei("amount_wei").notNull(),
  },
  (table) => [primaryKey({ columns: [table.txHash, table.logIndex] }), index("claims_account").on(table.account)],
);

/** Who had test money of the local chain's faucet: once an address, and again on a new chain. */
export const faucetGrants = pgTable("faucet_grants", {
  address: text().primaryKey(),
  block: block(),
  atMs: bigint("at_ms", { mode: "number" }).notNull(),
});

/** Campaigns as they were created; `endsAt` moves when one is closed. Unix seconds, as on chain. */
export const campaigns = pgTable("campaigns", {
  campaignId: text("campaign_id").primaryKey(),
  advertiser: text().notNull(),
  maxRateWei: wei("max_rate_wei").notNull(),
  startsAt: bigint("starts_at", { mode: "number" }).notNull(),
  /** 0 where it was closed before it started. */
  endsAt: bigint("ends_at", { mode: "number" }).notNull(),
  /** What it was created with, and a re-org restores. */
  firstEndsAt: bigint("first_ends_at", { mode: "number" }).notNull(),
  audienceHash: text("audience_hash").notNull(),
  closedInBlock: bigint("closed_in_block", { mode: "number" }),
  block: block(),
  createdAtMs: bigint("created_at_ms", { mode: "number" }).notNull(),
});

/** All movements of campaigns' money: created, topped-up (in), debited, refunded (out). */
export const campaignPayments = pgTable(
  "campaign_payments",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    campaignId: text("campaign_id").notNull(),
    kind: text().notNull(),
    /** Of a debit. */
    epoch: bigint({ mode: "number" }),
    amountWei: wei("amount_wei").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.logIndex] }),
    index("campaign_payments_campaign").on(table.campaignId),
  ],
);

/** Reports that were posted; a vetoed one stays, marked. */
export const reports = pgTable(
  "reports",
  {
    digest: text().primaryKey(),
    epoch: bigint({ mode: "number" }).notNull(),
    parent: text().notNull(),
    rateWei: wei("rate_wei").notNull(),
    payoutsRoot: text("payouts_root").notNull(),
    payoutsTotalWei: wei("payouts_total_wei").notNull(),
    spendsRoot: text("spends_root").notNull(),
    dataHash: text("data_hash").notNull(),
    modelHash: text("model_hash").notNull(),
    /** Last second (Unix) at which it can be vetoed. */
    challengeEndsAt: bigint("challenge_ends_at", { mode: "number" }).notNull(),
    signers: integer().notNull(),
    txHash: text("tx_hash").notNull(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    vetoedInBlock: bigint("vetoed_in_block", { mode: "number" }),
    /** One transaction takes a report and all that were built on it: those share it. */
    vetoedInTx: text("vetoed_in_tx"),
  },
  (table) => [index("reports_epoch").on(table.epoch)],
);

/** Roots that claims are checked against, in the order in which they were opened. */
export const openedPayouts = pgTable(
  "opened_payouts",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    epoch: bigint({ mode: "number" }).notNull(),
    root: text().notNull(),
    totalWei: wei("total_wei").notNull(),
  },
  (table) => [primaryKey({ columns: [table.txHash, table.logIndex] })],
);

export const rewardClaims = pgTable(
  "reward_claims",
  {
    txHash: text("tx_hash").notNull(),
    logIndex: logIndex(),
    block: block(),
    atMs: bigint("at_ms", { mode: "number" }).notNull(),
    account: text().notNull(),
    amountWei: wei("amount_wei").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.logIndex] }),
    index("reward_claims_account").on(table.account),
  ],
);
