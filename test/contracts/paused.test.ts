import { expect } from "chai";
import { Signature } from "ethers";
import { cartData, type Purchase, purchaseData, supportData } from "../../contracts/payment.ts";
import { authorize } from "./support/authorization.ts";
import { permitTypes } from "./support/permit.ts";
import { PRICE, transferAndCall, useProtocol } from "./support/protocol.ts";

describe("AttentionMarket: while sales are paused, SalesArePaused refuses", () => {
  const protocol = useProtocol();

  async function purchaseOf(): Promise<Purchase> {
    const quote = await protocol().quoteOf();
    return { quote, quantity: 1n, signature: await protocol().sign(quote) } as Purchase;
  }

  const pay = (data: string, value = PRICE) =>
    transferAndCall(protocol().token.connect(protocol().buyer), protocol().market.target, value, data);

  async function permit() {
    const { ethers, market, token, buyer } = protocol();
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "Heed", version: "1", chainId, verifyingContract: String(token.target) };
    const terms = { value: PRICE, deadline: 2n ** 64n };
    const message = { owner: buyer.address, spender: market.target, nonce: 0n, ...terms };
    const { v, r, s } = Signature.from(await buyer.signTypedData(domain, permitTypes, message));
    return { ...terms, v, r, s };
  }

  const ways: Record<string, () => Promise<unknown>> = {
    buy: async () => protocol().buy(),
    buyMany: async () =>
      protocol()
        .market.connect(protocol().buyer)
        .buyMany([await purchaseOf()]),
    buyWithPermit: async () => {
      const { quote, quantity, signature } = await purchaseOf();
      return protocol()
        .market.connect(protocol().buyer)
        .buyWithPermit(quote, quantity, signature, await permit());
    },
    buyWithAuthorization: async () => {
      const purchase = await purchaseOf();
      const { quote, quantity, signature } = purchase;
      const authorization = await authorize(protocol(), purchase);
      return protocol()
        .market.connect(protocol().other)
        .buyWithAuthorization(quote, quantity, signature, authorization);
    },
    "a packed purchase": async () => pay(purchaseData(await purchaseOf())),
    "a packed purchase through a referrer": () => protocol().buyByTransfer({ referrer: protocol().referrer.address }),
    "a packed cart": async () => pay(cartData([await purchaseOf()])),
    support: async () => protocol().market.connect(protocol().buyer).support(1n, 1n),
    "packed support": () => pay(supportData(1n), 1n),
  };
  for (const [name, pays] of Object.entries(ways)) {
    it(`${name}, which goes through once they are resumed`, async () => {
      const { market } = protocol();
      await market.pauseSales();
      await expect(pays()).to.be.revertedWithCustomError(market, "SalesArePaused");
      await market.resumeSales();
      await pays();
    });
  }
});
