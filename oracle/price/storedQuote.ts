import { quoteTag, standardQuoteKey } from "../privacy/keys.ts";
import { seal, unseal } from "../privacy/sealing.ts";
import type { Viewer } from "../privacy/viewers.ts";
import { HeedError } from "../service/errors.ts";
import type { NewQuote, QuoteRow } from "../store/quotes.ts";
import type { ContentFeatures } from "../value/appraiser.ts";

/** A quote's signed fields without the buyer, who isn't kept; a recipient that is the buyer is null for the same reason. */
export interface StoredMessage {
  recipient: string | null;
  unitPrice: string;
  maxQuantity: string;
  referrer: string;
  expiresAt: string;
  counter: string;
  chainId: number;
  market: string;
}

/** A quote as it is sealed: all that is needed to derive it again. Wei as decimal strings. */
export interface StoredQuote {
  digest: string;
  kind: "personal" | "standard";
  message: StoredMessage;
  /** The content as the model saw it. */
  content: ContentFeatures;
  unitPriceWei: string;
  floorWei: string;
  ceilingWei: string;
  rateWei: string;
  /** Null for a standard quote. */
  interest: number | null;
  /** Attention-seconds that the price was formed from. */
  value: number;
  model: string;
  modelHash: string;
  inputsHash: string;
  /** Sequence numbers of the events that the model read; empty for a standard quote. */
  inputSeqs: number[];
  signature: string;
  createdAtMs: number;
}

const DAY_MS = 24 * 3600 * 1000;

/** Seals a quote for the store: under the viewer's key, or under the secret where `viewer` is null. */
export function sealQuote(secret: Uint8Array, quote: StoredQuote, viewer: Viewer | null): NewQuote {
  const tag = quoteTag(secret, quote.kind, quote.digest);
  const sealed = seal(viewer?.quoteKey ?? standardQuoteKey(secret, tag), tag, Buffer.from(JSON.stringify(quote)));
  const row = { tag, viewer: viewer?.id ?? null, sealed, createdDay: dayOf(quote.createdAtMs) };
  return { row, accountTag: viewer?.accountTag ?? null };
}

/**
 * Opens a row: `viewer` is the row's own, null for a standard quote.
 * @throws {HeedError} quote-unreadable, where the row was altered or sealed under another key.
 */
export function openQuote(secret: Uint8Array, row: QuoteRow, viewer: Viewer | null): StoredQuote {
  try {
    const bytes = unseal(viewer?.quoteKey ?? standardQuoteKey(secret, row.tag), row.tag, row.sealed);
    return JSON.parse(Buffer.from(bytes).toString()) as StoredQuote;
  } catch (cause) {
    throw new HeedError("The stored quote can't be opened: it was altered, or sealed under another key.", {
      code: "quote-unreadable",
      status: 409,
      hint: "What it was made from can't be had any more. Ask for a new quote.",
      cause,
    });
  }
}

/** Whole days since 1970, UTC. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}
