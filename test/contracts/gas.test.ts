import { expect } from "chai";
import hre from "hardhat";
import { type GasFigures, measureGas } from "../../bench/gas/heed.ts";
import { readSnapshot } from "../../bench/gas/snapshot.ts";

describe("Gas", () => {
  it("is within one per cent of the committed snapshot (npm run bench -- gas --write renews it), and under the bars", async function () {
    // Coverage measures other bytecode.
    if (hre.globalOptions.coverage) this.skip();
    const snapshot = readSnapshot();
    const { gas, limit } = await measureGas();
    expect(Object.keys(gas)).to.have.members(Object.keys(snapshot));
    for (const [name, value] of Object.entries(gas) as [keyof GasFigures, number][]) {
      expect(value, name).to.be.closeTo(snapshot[name], Math.floor(snapshot[name] / 100));
      if (limit[name]) expect(value, `${name} against its limit`).to.be.greaterThan(limit[name].gas);
    }
    expect(gas.buyNew, "buyNew").to.be.at.most(90_000);
    expect(gas.buyReturning, "buyReturning").to.be.at.most(72_500);
    expect(gas.claimOne, "claimOne").to.be.at.most(58_000);
    expect(gas.claimFurther, "claimFurther").to.be.at.most(15_200);
    expect(gas.rewardClaim1000, "rewardClaim1000").to.be.at.most(54_000);
    // Calldata apart, which the limit takes off: signatures and ids differ in their zero bytes.
    expect(gas.buyNew32Payees - limit.buyNew32Payees!.gas, "32 payees").to.equal(gas.buyNew - limit.buyNew!.gas);
  });
});
