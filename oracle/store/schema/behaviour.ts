import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes } from "../columns.ts";

const ms = (name: string) => bigint(name, { mode: "number" });
/** Where in the text a dwell was: see BehaviourEvent; null where the client didn't say. */
const section = () => smallint("section");

/** The only link between a wallet and its behaviour, and only for who holds the secret: without the key there is none. */
export const viewerKeys = pgTable("viewer_keys", {
  /** HMAC-SHA256(secret, lower-case wallet address), hex. */
  accountTag: text("account_tag").primaryKey(),
  /** The viewer's random 32 bytes, AES-256-GCM under the secret. */
  wrappedKey: bytes("wrapped_key").notNull(),
});

/** What each viewer allowed and when; rows are only ever added. The newest row of a viewer is in force. */
export const consents = pgTable(
  "consents",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    viewer: text("viewer").notNull(),
    collect: boolean("collect").notNull(),
    personalise: boolean("personalise").notNull(),
    atMs: ms("at_ms").notNull(),
  },
  (table) => [index("consents_viewer").on(table.viewer, table.seq)],
);

/** Nonces handed out for signing in: each is deleted by the sign-in that uses it. */
export const siweNonces = pgTable(
  "siwe_nonces",
  { nonce: text("nonce").primaryKey(), expiresAtMs: ms("expires_at_ms").notNull() },
  (table) => [index("siwe_nonces_expiry").on(table.expiresAtMs)],
);

export const events = pgTable(
  "events",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    viewer: text("viewer").notNull(),
    eventId: uuid("event_id").notNull(),
    contentId: text("content_id").notNull(),
    kind: text("kind").notNull(),
    atMs: ms("at_ms").notNull(),
    dwellMs: integer("dwell_ms").notNull(),
    receivedAtMs: ms("received_at_ms").notNull(),
    verifiedMs: integer("verified_ms").notNull(),
    section: section(),
  },
  (table) => [
    uniqueIndex("events_viewer_event").on(table.viewer, table.eventId),
    index("events_viewer_at").on(table.viewer, table.atMs),
    // Who read a content to its end, without going through all that they did.
    index("events_completed").on(table.viewer, table.contentId, table.atMs).where(sql`${table.kind} = 'complete'`),
    check("events_verified", sql`${table.verifiedMs} between 0 and ${table.dwellMs}`),
  ],
);

/** What cleaning and exclusivity took off, one row an event and reason. */
export const reductions = pgTable(
  "reductions",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    viewer: text("viewer").notNull(),
    eventId: uuid("event_id").notNull(),
    contentId: text("content_id").notNull(),
    reason: text("reason").notNull(),
    cutMs: integer("cut_ms").notNull(),
    atMs: ms("at_ms").notNull(),
  },
  (table) => [index("reductions_viewer_event").on(table.viewer, table.eventId)],
);

/** Verified attention: one viewer's intervals [from_ms, to_ms) never overlap, whatever the content. */
export const attention = pgTable(
  "attention",
  {
    viewer: text("viewer").notNull(),
    contentId: text("content_id").notNull(),
    fromMs: ms("from_ms").notNull(),
    toMs: ms("to_ms").notNull(),
    section: section(),
  },
  (table) => [
    primaryKey({ columns: [table.viewer, table.fromMs] }),
    index("attention_content").on(table.contentId, table.fromMs),
    // Who attended to a content before: one with thousands of intervals mustn't cost thousands of looks a content.
    index("attention_viewer_content").on(table.viewer, table.contentId, table.fromMs),
    check("attention_forward", sql`${table.fromMs} < ${table.toMs}`),
  ],
);

/** Where the sequence model stands with a viewer, sealed under the viewer's key: derived from the events, and made again from them where it is missing. */
export const viewerStates = pgTable(
  "viewer_states",
  { viewer: text("viewer").primaryKey(), sealed: bytes("sealed").notNull(), oldestAtMs: ms("oldest_at_ms").notNull() },
  (table) => [index("viewer_states_oldest").on(table.oldestAtMs)],
);

/** Whom a viewer follows: behaviour too, so it hangs on the pseudonym. */
export const follows = pgTable(
  "follows",
  { viewer: text("viewer").notNull(), creator: text("creator").notNull(), atMs: ms("at_ms").notNull() },
  (table) => [primaryKey({ columns: [table.viewer, table.creator] }), index("follows_creator").on(table.creator)],
);
