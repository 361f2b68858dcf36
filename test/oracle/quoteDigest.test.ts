import { quoteDomain, quoteTypes } from "@heed/contracts/quote";
import { expect } from "chai";
import fc from "fast-check";
import { getAddress, type Hex, hashTypedData, recoverAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type QuoteMessage, quoteDigester, toHexString } from "../../oracle/price/digest.ts";
import { quoteSigner, recoverSigner } from "../../oracle/price/signer.ts";

const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/** Half of the order of secp256k1 (SEC 2, section 2.4.1), rounded down. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const MARKET = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString("hex")}`));
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const message: fc.Arbitrary<QuoteMessage> = fc.record({
  buyer: address,
  recipient: address,
  contentId: uint256,
  unitPrice: uint256,
  maxQuantity: uint256,
  referrer: address,
  expiresAt: uint256,
  counter: uint256,
});

describe("quote digest and signature", () => {
  it("is the digest that viem computes from the contracts' own types", () => {
    fc.assert(
      fc.property(message, address, fc.integer({ min: 1, max: 2 ** 31 }), (quote, market, chainId) => {
        const expected = hashTypedData({
          domain: quoteDomain(chainId, market),
          types: quoteTypes,
          primaryType: "Quote",
          message: quote,
        });
        expect(toHexString(quoteDigester(chainId, market)(quote))).to.equal(expected);
      }),
    );
  });

  it("recovers to the signer, with the low s that the market's ECDSA demands", async () => {
    const signer = quoteSigner(KEY);
    const digest = quoteDigester(31337, MARKET);
    expect(signer.address).to.equal(privateKeyToAccount(KEY).address);
    await fc.assert(
      fc.asyncProperty(message, async (quote) => {
        const hash = toHexString(digest(quote));
        const signature = signer.sign(digest(quote));
        expect(await recoverAddress({ hash, signature })).to.equal(signer.address);
        expect(recoverSigner(hash, signature)).to.equal(signer.address);
        const s = BigInt(`0x${signature.slice(66, 130)}`);
        expect(s <= HALF_ORDER).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });

  it("recovers to somebody else, or to nobody, once a byte is changed", () => {
    const signer = quoteSigner(KEY);
    const digest = new Uint8Array(32).fill(7);
    const signature = signer.sign(digest);
    for (let index = 2; index < signature.length; index += 11) {
      const altered = `${signature.slice(0, index)}${signature[index] === "a" ? "b" : "a"}${signature.slice(index + 1)}`;
      expect(recoverSigner(toHexString(digest), altered as Hex)).not.to.equal(signer.address);
    }
  });

  it("refuses a number that no uint256 holds and a key that is none", () => {
    const quote = fc.sample(message, 1)[0]!;
    const digest = quoteDigester(31337, MARKET);
    expect(() => digest({ ...quote, unitPrice: 2n ** 256n })).to.throw(RangeError, "256 bits");
    expect(() => digest({ ...quote, unitPrice: -1n })).to.throw(RangeError, "256 bits");
    expect(() => quoteSigner(`0x${"00".repeat(32)}`)).to.throw(RangeError, "secp256k1");
  });
});
