import { type Quote, quoteTypes } from "@heed/contracts/quote";
import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Address, Hex } from "viem";

export type QuoteMessage = Quote;

const utf8 = new TextEncoder();
const WORD = 32;

// Fields and their order are the contracts' own, so that the digest follows them.
const FIELDS = quoteTypes.Quote;
const QUOTE_TYPE = hashText(`Quote(${FIELDS.map(({ type, name }) => `${type} ${name}`).join(",")})`);
const DOMAIN_TYPE = hashText("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

/**
 * Prepares EIP-712 digests of quotes for one market. Equal to viem's `hashTypedData`, some ten times faster,
 * since domain and type are hashed once: a quote costs two keccaks.
 * @throws {RangeError} from the digest, for a number that no uint256 holds.
 */
export function quoteDigester(chainId: number, market: Address): (quote: QuoteMessage) => Uint8Array {
  const domain = new Uint8Array(5 * WORD);
  domain.set(DOMAIN_TYPE, 0);
  domain.set(hashText("Heed"), WORD);
  domain.set(hashText("1"), 2 * WORD);
  putWord(domain, 3, BigInt(chainId));
  putWord(domain, 4, market);

  const envelope = new Uint8Array(2 + 2 * WORD);
  envelope.set([0x19, 0x01]);
  envelope.set(keccak_256(domain), 2);
  const struct = new Uint8Array((1 + FIELDS.length) * WORD);
  struct.set(QUOTE_TYPE, 0);

  return (quote) => {
    for (const [index, { name }] of FIELDS.entries()) putWord(struct, index + 1, quote[name]);
    envelope.set(keccak_256(struct), 2 + WORD);
    return keccak_256(envelope);
  };
}

function hashText(text: string): Uint8Array {
  return keccak_256(utf8.encode(text));
}

/** Writes a number or an address, right-aligned as the ABI has them. */
function putWord(target: Uint8Array, index: number, value: bigint | Address): void {
  const hex = typeof value === "bigint" ? value.toString(16) : value.slice(2);
  if (hex.length > 2 * WORD || hex.startsWith("-")) throw new RangeError(`${value} does not fit into 256 bits.`);
  target.set(Buffer.from(hex.padStart(2 * WORD, "0"), "hex"), index * WORD);
}

/** Bytes as 0x-prefixed hex. */
export function toHexString(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}
