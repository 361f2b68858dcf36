import { expect } from "chai";
import { getBytes, hexlify, toBeHex, Wallet, ZeroAddress } from "ethers";
import { type Purchase, purchaseData } from "../../contracts/payment.ts";
import { quoteTypes } from "../../contracts/quote.ts";
import { authorize } from "./support/authorization.ts";
import { HEED, PRICE, transferAndCall, useProtocol } from "./support/protocol.ts";

/** Where each field of a packed purchase stands: first byte and length. See contracts/payment.ts. */
const places = {
  kind: [0, 1],
  content: [1, 5],
  quantity: [6, 2],
  maxQuantity: [8, 2],
  expiresAt: [10, 5],
  counter: [15, 5],
  referrer: [20, 20],
  recipient: [40, 20],
  r: [60, 32],
  s: [92, 32],
  v: [124, 1],
} as const;

type Quote = Purchase["quote"];

describe("AttentionMarket: each field of a payment, altered alone,", () => {
  const protocol = useProtocol();

  /** Two licences at a quote of up to five, through a referrer, for somebody else; and a second content to mistake for the first. */
  async function signed(): Promise<Purchase> {
    const { ethers, market, creator, other, referrer, quoteOf, sign } = protocol();
    await market.connect(creator).publish("heed://2", ethers.id("two"), 1n, 1_000n * HEED, 1n);
    const quote = await quoteOf({ recipient: other.address, referrer: referrer.address, maxQuantity: 5n });
    return { quote, quantity: 2n, signature: await sign(quote) } as Purchase;
  }

  /** Who would have signed this very quote with this very signature; nobody where no key can have. */
  function signerOf(quote: Quote, signature: string): string {
    const { ethers, domain } = protocol();
    try {
      return ethers.verifyTypedData(domain, { Quote: [...quoteTypes.Quote] }, quote, signature);
    } catch {
      return ZeroAddress;
    }
  }

  const pay = (data: string) =>
    transferAndCall(protocol().token.connect(protocol().buyer), protocol().market.target, 2n * PRICE, data);

  describe("in a packed purchase:", () => {
    /** The data with other bytes in one place. */
    function altered(data: string, field: keyof typeof places, change: (value: bigint) => bigint): string {
      const bytes = getBytes(data);
      const [at, length] = places[field];
      const value = BigInt(hexlify(bytes.slice(at, at + length)));
      bytes.set(getBytes(toBeHex(change(value), length)), at);
      return hexlify(bytes);
    }

    const stranger = Wallet.createRandom().address as Quote["buyer"];
    const fields: [keyof typeof places, (value: bigint) => bigint, (quote: Quote) => Partial<Quote>][] = [
      ["content", () => 2n, () => ({ contentId: 2n })],
      ["quantity", () => 3n, ({ unitPrice }) => ({ unitPrice: (2n * unitPrice) / 3n })],
      ["maxQuantity", (value) => value + 1n, () => ({ maxQuantity: 6n })],
      ["expiresAt", (value) => value + 1n, ({ expiresAt }) => ({ expiresAt: expiresAt + 1n })],
      ["referrer", () => BigInt(stranger), () => ({ referrer: stranger })],
      ["recipient", () => BigInt(stranger), () => ({ recipient: stranger })],
    ];
    for (const [field, change, becomes] of fields) {
      it(`${field} makes another quote, which nobody signed`, async () => {
        const purchase = await signed();
        const { quote, signature } = purchase;
        const data = purchaseData(purchase);
        await expect(pay(altered(data, field, change)))
          .to.be.revertedWithCustomError(protocol().market, "InvalidQuoteSignature")
          .withArgs(signerOf({ ...quote, ...becomes(quote) }, signature));
        await pay(data);
      });
    }

    it("counter gives QuoteCancelled", async () => {
      const data = purchaseData(await signed());
      await expect(pay(altered(data, "counter", (value) => value + 1n)))
        .to.be.revertedWithCustomError(protocol().market, "QuoteCancelled")
        .withArgs(1n, 0n);
    });

    it("quantity beyond the greatest gives InvalidQuantity", async () => {
      const data = purchaseData(await signed());
      await expect(pay(altered(data, "quantity", () => 6n)))
        .to.be.revertedWithCustomError(protocol().market, "InvalidQuantity")
        .withArgs(6n, 5n);
    });

    it("kind makes the two accounts a part of the signature, which is no signature then", async () => {
      const data = purchaseData(await signed());
      await expect(pay(altered(data, "kind", () => 1n)))
        .to.be.revertedWithCustomError(protocol().market, "InvalidQuoteSignature")
        .withArgs(ZeroAddress);
    });

    for (const [field, change] of [
      ["r", (value) => value ^ 1n],
      ["s", (value) => value ^ 1n],
      ["v", (value) => 55n - value],
    ] as [keyof typeof places, (value: bigint) => bigint][]) {
      it(`the signature's ${field} makes it somebody else's, or nobody's`, async () => {
        const purchase = await signed();
        const bad = altered(purchaseData(purchase), field, change);
        const signature = hexlify(getBytes(bad).slice(60));
        await expect(pay(bad))
          .to.be.revertedWithCustomError(protocol().market, "InvalidQuoteSignature")
          .withArgs(signerOf(purchase.quote, signature));
      });
    }
  });

  describe("in an authorisation:", () => {
    type Authorization = Awaited<ReturnType<typeof authorize>>;

    /** The next r that is a point of the curve, since the others are no signature at all. */
    function nextPoint(r: string): string {
      const { ethers } = protocol();
      for (let next = BigInt(r) + 1n; ; next++) {
        try {
          ethers.recoverAddress(ethers.id(""), { r: toBeHex(next, 32), s: toBeHex(1n, 32), v: 27 });
          return toBeHex(next, 32);
        } catch {}
      }
    }

    const fields: [string, (authorization: Authorization) => Partial<Authorization>][] = [
      ["validAfter", ({ validAfter }) => ({ validAfter: validAfter + 1n })],
      ["validBefore", ({ validBefore }) => ({ validBefore: validBefore + 1n })],
      ["v", ({ v }) => ({ v: 55 - v })],
      ["r", ({ r }) => ({ r: nextPoint(r) })],
      ["s", ({ s }) => ({ s: toBeHex(BigInt(s) ^ 1n, 32) })],
    ];
    for (const [field, change] of fields) {
      it(`${field} gives ERC3009InvalidSignature`, async () => {
        const { market, token, other } = protocol();
        const purchase = await signed();
        const { quote, quantity, signature } = purchase;
        const send = (authorization: Authorization) =>
          market.connect(other).buyWithAuthorization(quote, quantity, signature, authorization);
        const authorization = await authorize(protocol(), purchase);
        await expect(send({ ...authorization, ...change(authorization) })).to.be.revertedWithCustomError(
          token,
          "ERC3009InvalidSignature",
        );
        await send(authorization);
      });
    }

    it("no point of the curve, a value of s too great, and no parity give the errors of ECDSA", async () => {
      const { market, token, other } = protocol();
      const purchase = await signed();
      const { quote, quantity, signature } = purchase;
      const authorization = await authorize(protocol(), purchase);
      const send = (change: Partial<Authorization>) =>
        market.connect(other).buyWithAuthorization(quote, quantity, signature, { ...authorization, ...change });
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const malleable = toBeHex(order - BigInt(authorization.s), 32);
      await expect(send({ s: malleable, v: 55 - authorization.v }))
        .to.be.revertedWithCustomError(token, "ECDSAInvalidSignatureS")
        .withArgs(malleable);
      for (const change of [{ v: 29 }, { r: toBeHex(0n, 32) }]) {
        await expect(send(change)).to.be.revertedWithCustomError(token, "ECDSAInvalidSignature");
      }
    });
  });
});
