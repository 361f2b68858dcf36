import { bigint, boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";

const ms = (name: string) => bigint(name, { mode: "number" });

/** What an advertiser deposited before creating the campaign on chain, keyed by the hash that stands there as `audienceHash`. */
export const campaignBriefs = pgTable("campaign_briefs", {
  audienceHash: text("audience_hash").primaryKey(),
  advertiser: text("advertiser").notNull(),
  /** {topics, languages, matching}: see campaigns/brief. */
  audience: jsonb("audience").notNull(),
  /** {title, text, link, language}: what viewers see. */
  creative: jsonb("creative").notNull(),
  createdAtMs: ms("created_at_ms").notNull(),
});

/** Viewers who opted in to ads and to being paid. With `epoch_viewers`, the only place where a wallet stands beside a pseudonym: somebody must be paid. */
export const earners = pgTable("earners", {
  viewer: text("viewer").primaryKey(),
  /** Checksummed. */
  account: text("account").notNull().unique(),
  /** What of the earnings goes to the creators attended to, ten-thousandths. */
  shareBps: integer("share_bps").notNull(),
  /** The viewer's own limit of paid attention a day; null for the rule's. */
  dailySeconds: integer("daily_seconds"),
  /** Attention before this is never paid. */
  sinceMs: ms("since_ms").notNull(),
});

/** Every ad that was put before a viewer. */
export const adImpressions = pgTable(
  "ad_impressions",
  {
    /** UUID, made by the oracle when it served the ad. */
    id: text("id").primaryKey(),
    campaignId: text("campaign_id").notNull(),
    viewer: text("viewer").notNull(),
    /** Whether settling would have called the viewer a newcomer when it was served. */
    newcomer: boolean("newcomer").notNull().default(false),
    /** Where: feed, or the id of the content it stood beside. */
    place: text("place").notNull(),
    servedAtMs: ms("served_at_ms").notNull(),
    /** When half of it had been in view for a second (MRC); null if it never was. */
    viewedAtMs: ms("viewed_at_ms"),
    clickedAtMs: ms("clicked_at_ms"),
  },
  (table) => [
    index("ad_impressions_viewer").on(table.viewer, table.servedAtMs),
    index("ad_impressions_campaign").on(table.campaignId, table.viewedAtMs),
    index("ad_impressions_viewed").on(table.viewedAtMs),
    index("ad_impressions_served").on(table.servedAtMs),
  ],
);
