import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Address, Hex } from "viem";

/** The message a buyer takes to the market: AttentionMarket's `Quote`. Amounts in wei, `expiresAt` in Unix seconds. */
export interface QuoteMessage {
  buyer: Address;
  recipient: Address;
  contentId: bigint;
  unitPrice: bigint;
  maxQuantity: bigint;
  referrer: Address;
  expiresAt: bigint;
  counter: bigint;
}

const utf8 = new TextEncoder();
const WORD = 32;

const QUOTE_TYPE = keccak_256(
  utf8.encode(
    "Quote(address buyer,address recipient,uint256 contentId,uint256 unitPrice,uint256 maxQuantity,address referrer,uint256 expiresAt,uint256 counter)",
  ),
);
const DOMAIN_TYPE = keccak_256(
  utf8.encode("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
);

/**
 * Prepares EIP-712 digests of quotes for one market. Equal to viem's `hashTypedData`, some ten times faster,
 * since domain and type are hashed once: a quote costs two keccaks.
 */
export function quoteDigester(chainId: number, market: Address): (quote: QuoteMessage) => Uint8Array {
  const domain = new Uint8Array(5 * WORD);
  domain.set(DOMAIN_TYPE, 0);
  domain.set(keccak_256(utf8.encode("Heed")), WORD);
  domain.set(keccak_256(utf8.encode("1")), 2 * WORD);
  putWord(domain, 3, BigInt(chainId).toString(16));
  putWord(domain, 4, market.slice(2));

  const envelope = new Uint8Array(2 + 2 * WORD);
  envelope.set([0x19, 0x01]);
  envelope.set(keccak_256(domain), 2);
  const struct = new Uint8Array(9 * WORD);
  struct.set(QUOTE_TYPE, 0);

  return (quote) => {
    putWord(struct, 1, quote.buyer.slice(2));
    putWord(struct, 2, quote.recipient.slice(2));
    putWord(struct, 3, quote.contentId.toString(16));
    putWord(struct, 4, quote.unitPrice.toString(16));
    putWord(struct, 5, quote.maxQuantity.toString(16));
    putWord(struct, 6, quote.referrer.slice(2));
    putWord(struct, 7, quote.expiresAt.toString(16));
    putWord(struct, 8, quote.counter.toString(16));
    envelope.set(keccak_256(struct), 2 + WORD);
    return keccak_256(envelope);
  };
}

function putWord(target: Uint8Array, index: number, hex: string): void {
  if (hex.length > 2 * WORD || hex.startsWith("-")) throw new RangeError(`0x${hex} does not fit into 256 bits.`);
  target.set(Buffer.from(hex.padStart(2 * WORD, "0"), "hex"), index * WORD);
}

/** Bytes as 0x-prefixed hex. */
export function toHexString(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}
