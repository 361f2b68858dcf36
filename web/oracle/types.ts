import type { OracleClient } from "./client.ts";

/** Shapes of the oracle's answers, as its typed client has them. Wei are decimal strings; times ending in Ms are Unix milliseconds. */

type Answer<K extends keyof OracleClient> = Awaited<ReturnType<OracleClient[K]>>;

export type Attention = Answer<"attention">;
export type ContentDetail = Answer<"content">;
export type Feed = Answer<"feed">;
export type FeedItem = Feed["items"][number];
export type ContentSummary = FeedItem["content"];
export type Reason = FeedItem["reasons"][number];
export type Quotes = Answer<"quotes">;
export type SignedQuote = Quotes["standard"];
export type Explanation = Quotes["explanation"];
export type Licence = Answer<"library">["licences"][number];
export type CreatorPage = Answer<"creator">;
export type EventsReceipt = Answer<"sendEvents">;
