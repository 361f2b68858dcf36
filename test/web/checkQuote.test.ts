import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { checkQuote, type Terms } from "../../web/content/checkQuote.ts";

const NOBODY = "0x0000000000000000000000000000000000000000";
const addressOf = (digit: string) => privateKeyToAccount(`0x${digit.repeat(64)}`).address;
const [BUYER, FRIEND, THIEF] = [addressOf("1"), addressOf("2"), addressOf("3")];

const terms: Terms = {
  contentId: "7",
  buyer: BUYER,
  recipient: BUYER,
  quantity: 2,
  unitPriceWei: "120000000000000000",
  expiresAt: 1_900_000_000,
};

const honest = {
  buyer: BUYER,
  recipient: BUYER,
  contentId: "7",
  unitPrice: "120000000000000000",
  maxQuantity: "10",
  referrer: NOBODY,
  expiresAt: "1900000000",
  counter: "0",
};

/** The field that differs when the oracle answers this instead. */
const lie = (answer: Partial<typeof honest>, agreed: Partial<Terms> = {}) =>
  checkQuote({ message: { ...honest, ...answer } }, { ...terms, ...agreed }).differs;

describe("a signed quote", () => {
  it("that says what is on the screen is passed on, every field", () => {
    expect(checkQuote({ message: honest }, terms).quote).to.deep.equal({
      buyer: BUYER,
      recipient: BUYER,
      contentId: 7n,
      unitPrice: 120_000_000_000_000_000n,
      maxQuantity: 10n,
      referrer: NOBODY,
      expiresAt: 1_900_000_000n,
      counter: 0n,
    });
  });

  it("may write addresses in any case", () => {
    expect(lie({ buyer: BUYER.toLowerCase() as typeof BUYER })).to.equal(undefined);
  });

  it("for another content is refused", () => {
    expect(lie({ contentId: "8" })).to.equal("contentId");
  });

  it("at another price is refused, be it higher or lower", () => {
    expect(lie({ unitPrice: "120000000000000001" })).to.equal("unitPrice");
    expect(lie({ unitPrice: "119999999999999999" })).to.equal("unitPrice");
  });

  it("for another buyer is refused", () => {
    expect(lie({ buyer: THIEF })).to.equal("buyer");
  });

  it("whose licence goes to somebody else is refused", () => {
    expect(lie({ recipient: THIEF })).to.equal("recipient");
  });

  it("for a gift must name whom it was meant for, not the buyer", () => {
    expect(lie({ recipient: FRIEND }, { recipient: FRIEND })).to.equal(undefined);
    expect(lie({}, { recipient: FRIEND })).to.equal("recipient");
  });

  it("that pays a referrer is refused", () => {
    expect(lie({ referrer: THIEF })).to.equal("referrer");
  });

  it("that ends at another time than shown is refused", () => {
    expect(lie({ expiresAt: "1900000001" })).to.equal("expiresAt");
  });

  it("for fewer licences than were chosen is refused", () => {
    expect(lie({ maxQuantity: "1" })).to.equal("maxQuantity");
    expect(lie({ maxQuantity: "2" })).to.equal(undefined);
  });

  it("with anything but whole numbers and addresses in it is refused", () => {
    for (const nonsense of ["", "-1", "1e1", "0x7", "7 ", "seven"]) {
      for (const field of ["contentId", "unitPrice", "maxQuantity", "expiresAt", "counter"] as const) {
        expect(lie({ [field]: nonsense }), `${field}: ${nonsense}`).to.equal(field);
      }
    }
    expect(lie({ buyer: "0x12" as typeof BUYER })).to.equal("buyer");
  });
});
