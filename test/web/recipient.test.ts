import { expect } from "chai";
import { zeroAddress } from "viem";
import { recipientProblem } from "../../web/content/recipient.ts";

const MARKET = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const FRIEND = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("a gift's recipient", () => {
  it("is any address, as it is written or in lower case", () => {
    expect(recipientProblem(FRIEND, [MARKET, TOKEN])).to.equal(null);
    expect(recipientProblem(FRIEND.toLowerCase(), [MARKET, TOKEN])).to.equal(null);
  });

  it("is no address when a digit is missing or a capital is wrong", () => {
    expect(recipientProblem("", [])).to.equal("no-address");
    expect(recipientProblem(FRIEND.slice(0, -1), [])).to.equal("no-address");
    expect(recipientProblem(FRIEND.replace("C5", "c5"), [])).to.equal("no-address");
  });

  it("is neither the zero address nor one of the contracts, where the licence would be lost", () => {
    expect(recipientProblem(zeroAddress, [])).to.equal("lost");
    expect(recipientProblem(MARKET, [MARKET, TOKEN])).to.equal("lost");
    expect(recipientProblem(TOKEN.toLowerCase(), [MARKET, TOKEN])).to.equal("lost");
  });
});
