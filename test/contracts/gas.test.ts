import { expect } from "chai";
import hre from "hardhat";
import { type GasFigures, measureGas, readSnapshot } from "../../bench/gas.ts";

describe("Gas", () => {
  it("is within one per cent of the committed snapshot (npm run bench -- gas --write renews it), and under the bars", async function () {
    // Coverage measures other bytecode.
    if (hre.globalOptions.coverage) this.skip();
    const snapshot = readSnapshot();
    const { gas, limit } = await measureGas();
    expect(Object.keys(gas)).to.have.members(Object.keys(snapshot));
    for (const [name, value] of Object.entries(gas) as [keyof GasFigures, number][]) {
      expect(value, name).to.be.closeTo(snapshot[name], Math.floor(snapshot[name] / 100));
      if (limit[name]) expect(value, `${name} against its limit`).to.be.greaterThan(limit[name]);
    }
    expect(gas.buyNew, "buyNew").to.be.at.most(90_000);
    expect(gas.buyReturning, "buyReturning").to.be.at.most(72_500);
    expect(gas.claimOne, "claimOne").to.be.at.most(58_000);
    expect(gas.claimFurther, "claimFurther").to.be.at.most(15_200);
  });
});
