import type { Address } from "viem";

/** A price for one buyer, as the oracle signs it and the market checks it: see `IQuoteGate.Quote`. */
export interface Quote {
  /** Who pays, and who alone may use the quote. */
  buyer: Address;
  /** Who receives the licences. */
  recipient: Address;
  contentId: bigint;
  /** HEED wei. */
  unitPrice: bigint;
  maxQuantity: bigint;
  /** Who brought the buyer; the zero address for nobody. */
  referrer: Address;
  /** Unix seconds; the last second at which the quote holds. */
  expiresAt: bigint;
  /** The oracle's epoch counter. */
  counter: bigint;
}

/** EIP-712 types of a quote, in the order the contract hashes its fields. */
export const quoteTypes = {
  Quote: [
    { name: "buyer", type: "address" },
    { name: "recipient", type: "address" },
    { name: "contentId", type: "uint256" },
    { name: "referrer", type: "address" },
    { name: "unitPrice", type: "uint256" },
    { name: "maxQuantity", type: "uint256" },
    { name: "expiresAt", type: "uint256" },
    { name: "counter", type: "uint256" },
  ],
} as const;

/**
 * EIP-712 domain of quotes: another chain's or another market's quote has another digest.
 *
 * @param chainId The chain the market is on.
 * @param market The AttentionMarket that checks the quote.
 */
export function quoteDomain(chainId: number, market: Address) {
  return { name: "Heed", version: "1", chainId, verifyingContract: market } as const;
}
