/** Shapes of the oracle's answers. Wei are decimal strings; times ending in Ms are Unix milliseconds. */
import type { Address, Hex } from "viem";

export type Wei = string;

export interface Reason {
  code: string;
  params: Record<string, string | number>;
  text: string;
}

export interface ContentSummary {
  contentId: string;
  creator: { address: Address; name: string };
  title: string;
  summary: string;
  language: string;
  topics: string[];
  words: number;
  floorWei: Wei;
  ceilingWei: Wei;
  standardWei: Wei;
  payees: number;
  publishedAtMs: number | null;
}

export interface Share {
  payee: Address;
  bps: number;
  name?: string;
}

export interface ContentDetail extends ContentSummary {
  preview: string;
  uri: string;
  contentHash: Hex;
  splitId: string;
  listed: boolean;
  shares: Share[];
}

export interface FeedItem {
  content: ContentSummary;
  interest: number;
  valueSeconds: number;
  personalWei: Wei | null;
  standardWei: Wei;
  reasons: Reason[];
}

export interface Feed {
  personalised: boolean;
  items: FeedItem[];
}

export interface QuoteMessage {
  buyer: Address;
  recipient: Address;
  contentId: string;
  unitPrice: string;
  maxQuantity: string;
  referrer: Address;
  expiresAt: string;
  counter: string;
}

export interface SignedQuote {
  digest: Hex;
  message: QuoteMessage;
  signature: Hex;
  unitPriceWei: Wei;
  /** Unix seconds */
  expiresAt: number;
}

export interface Explanation {
  interest: number;
  value: number;
  standardValue: number;
  rateWei: Wei;
  floorWei: Wei;
  ceilingWei: Wei;
  clampedBy: "floor" | "ceiling" | null;
  model: string;
  modelHash: Hex;
  inputsHash: Hex;
  reasons: Reason[];
}

export interface Quotes {
  personal: SignedQuote | null;
  standard: SignedQuote;
  explanation: Explanation;
}

export type EventKind =
  | "impression"
  | "click"
  | "dwell"
  | "like"
  | "share"
  | "comment"
  | "hide"
  | "complete"
  | "purchase";

export interface BehaviourEvent {
  id: string;
  contentId: string;
  kind: EventKind;
  atMs: number;
  /** Active milliseconds up to atMs; dwell only */
  dwellMs?: number;
}

export interface Consent {
  collect: boolean;
  personalise: boolean;
}
