import { type Address, concatHex, encodeAbiParameters, encodePacked, type Hex, keccak256, zeroAddress } from "viem";
import { type Quote, quoteTypes } from "./quote.ts";

/** One item of a cart, or one purchase: as `AttentionMarket.buy` takes it. */
export interface Purchase {
  quote: Quote;
  /** From 1 to the quote's `maxQuantity`. */
  quantity: bigint;
  /** The oracle's, of the quote. */
  signature: Hex;
}

const kinds = { support: 0, purchase: 1, purchaseFor: 2, cart: 3 } as const;

/**
 * What `token.transferAndCall(market, unitPrice × quantity, data)` brings to buy with no approval. The sender must be the quote's
 * buyer. The buyer and the price aren't in it, since the transfer says them: `kind 1, content 5, quantity 2, greatest quantity 2,
 * expiry 5, counter 5 bytes`, then 20 bytes of referrer and 20 of recipient where either isn't the default, then the signature.
 *
 * @throws Error where a field does not fit, which no quote of Heed's oracle has.
 */
export function purchaseData({ quote, quantity, signature }: Purchase): Hex {
  const forItself = quote.recipient.toLowerCase() === quote.buyer.toLowerCase() && quote.referrer === zeroAddress;
  const head = encodePacked(
    ["uint8", "uint40", "uint16", "uint16", "uint40", "uint40"],
    [
      forItself ? kinds.purchase : kinds.purchaseFor,
      within("contentId", quote.contentId, 40),
      within("quantity", quantity, 16),
      within("maxQuantity", quote.maxQuantity, 16),
      within("expiresAt", quote.expiresAt, 40),
      within("counter", quote.counter, 40),
    ],
  );
  return forItself ? concatHex([head, signature]) : concatHex([head, quote.referrer, quote.recipient, signature]);
}

/** What `token.transferAndCall(market, total, data)` brings to buy several contents at once; `total` is the sum of their prices. */
export function cartData(purchases: readonly Purchase[]): Hex {
  return concatHex([encodePacked(["uint8"], [kinds.cart]), encodeAbiParameters([purchasesParameter], [purchases])]);
}

/** What `token.transferAndCall(market, amount, data)` brings to support a content. */
export function supportData(contentId: bigint): Hex {
  return encodePacked(["uint8", "uint40"], [kinds.support, within("contentId", contentId, 40)]);
}

/** What a campaign is created with, beside its budget: see `ICampaigns.createCampaign`. */
export interface CampaignTerms {
  /** HEED wei an attention-second. */
  maxRate: bigint;
  /** First second (Unix) at which it runs; a past one means now. */
  startsAt: bigint;
  /** Last second (Unix) at which it runs. */
  endsAt: bigint;
  /** `briefHash` of its brief. */
  audienceHash: Hex;
}

/** What `token.transferAndCall(rewards, budget, data)` brings to create a campaign with no approval. */
export function campaignData({ maxRate, startsAt, endsAt, audienceHash }: CampaignTerms): Hex {
  const words = [{ type: "uint256" }, { type: "uint256" }, { type: "uint256" }, { type: "bytes32" }] as const;
  return encodeAbiParameters(words, [maxRate, startsAt, endsAt, audienceHash]);
}

/** What `token.transferAndCall(rewards, amount, data)` brings to top a campaign up. */
export function topUpData(campaignId: bigint): Hex {
  return encodeAbiParameters([{ type: "uint256" }], [campaignId]);
}

/** EIP-712 types of an ERC-3009 authorisation that only its receiver can use. Its domain is the token's. */
export const authorizationTypes = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

/**
 * The nonce that makes an authorisation good for one purchase and no other: see `AttentionMarket.buyWithAuthorization`.
 *
 * @param quoteDigest The quote's EIP-712 digest, as its signer signed it.
 */
export function authorizationNonce(quoteDigest: Hex, quantity: bigint): Hex {
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [quoteDigest, quantity]));
}

/** EIP-712 domain of the token's permits and authorisations. */
export function tokenDomain(chainId: number, token: Address) {
  return { name: "Heed", version: "1", chainId, verifyingContract: token } as const;
}

const purchasesParameter = {
  type: "tuple[]",
  components: [
    { name: "quote", type: "tuple", components: quoteTypes.Quote },
    { name: "quantity", type: "uint256" },
    { name: "signature", type: "bytes" },
  ],
} as const;

/** A whole number that fits, as viem packs it. */
function within(field: string, value: bigint, bits: number): number {
  if (value >= 0n && value < 1n << BigInt(bits)) return Number(value);
  throw new Error(`${field} must fit into ${bits} bits to be paid by transferAndCall, not ${value}: call buy instead.`);
}
