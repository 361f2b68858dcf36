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
export type MarketPage = Answer<"market">;
export type Trade = MarketPage["trades"][number];
export type EpochList = Answer<"epochs">;
export type EpochSummary = EpochList["epochs"][number];
export type Epoch = Answer<"epoch">;
export type Earnings = Answer<"earnings">;
export type AdTitles = Earnings["adTitles"];
export type EpochEarnings = Earnings["epochs"][number];
export type Earning = Answer<"earning">;
export type Appeal = Answer<"appeals">["appeals"][number];
export type EventsReceipt = Answer<"sendEvents">;
export type Studio = Answer<"studio">;
export type StudioPiece = Answer<"studioPiece">;
export type PieceInsight = StudioPiece["insight"];
export type SectionInsight = PieceInsight["sections"][number];
export type Suggestion = PieceInsight["suggestions"][number];
export type Course = Answer<"courses">["courses"][number];
export type CourseAttention = Answer<"courseAttention">;
export type Campaign = Answer<"campaigns">["campaigns"][number];
export type CampaignDetail = Answer<"campaign">;
export type Ad = Feed["ads"][number];
