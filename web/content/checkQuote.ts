import type { Quote } from "@heed/contracts/quote";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { SignedQuote } from "../oracle/types.ts";

/** What the buyer agreed to: the page's address, the connected wallet, what was chosen, and the price that stood there. */
export interface Terms {
  /** Of the page's address, not of any answer */
  contentId: string;
  buyer: Address;
  recipient: Address;
  quantity: number;
  unitPriceWei: string;
  /** Unix seconds of the chain */
  expiresAt: number;
}

export type CheckedQuote =
  | { quote: Quote; differs?: undefined }
  /** The first field of the answer that isn't what was agreed to */
  | { quote?: undefined; differs: keyof Quote };

const WHOLE = /^\d{1,78}$/;

function whole(text: unknown): bigint | null {
  return typeof text === "string" && WHOLE.test(text) ? BigInt(text) : null;
}

function same(one: unknown, other: Address): boolean {
  try {
    return isAddressEqual(one as Address, other);
  } catch {
    return false;
  }
}

/**
 * Compares each field of a signed quote with what is on the screen, so that an oracle that lies, or somebody in its place,
 * can't have another purchase signed than the one that was chosen. What goes on is built of the terms: only the greatest
 * quantity and the epoch counter, which cost the buyer nothing, are the oracle's.
 */
export function checkQuote({ message }: Pick<SignedQuote, "message">, terms: Terms): CheckedQuote {
  const { buyer, recipient } = terms;
  const contentId = BigInt(terms.contentId);
  const unitPrice = BigInt(terms.unitPriceWei);
  const expiresAt = BigInt(terms.expiresAt);
  const maxQuantity = whole(message.maxQuantity);
  const counter = whole(message.counter);
  if (whole(message.contentId) !== contentId) return { differs: "contentId" };
  if (whole(message.unitPrice) !== unitPrice) return { differs: "unitPrice" };
  if (!same(message.buyer, buyer)) return { differs: "buyer" };
  if (!same(message.recipient, recipient)) return { differs: "recipient" };
  // The dApp sends nobody's referrals, so a referrer would be the oracle's own doing.
  if (!same(message.referrer, zeroAddress)) return { differs: "referrer" };
  if (whole(message.expiresAt) !== expiresAt) return { differs: "expiresAt" };
  if (maxQuantity === null || maxQuantity < BigInt(terms.quantity)) return { differs: "maxQuantity" };
  if (counter === null) return { differs: "counter" };
  return {
    quote: { ...{ buyer, recipient, contentId, unitPrice, maxQuantity, expiresAt, counter }, referrer: zeroAddress },
  };
}
