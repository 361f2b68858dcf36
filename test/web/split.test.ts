import { expect } from "chai";
import { readSplit, sameSplit, sumOf } from "../../web/studio/split.ts";

const TREASURY = "0x00000000000000000000000000000000000000fe";
const ADA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BEN = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const TERMS = { treasury: TREASURY, protocolFeeBps: 250, maxPayees: 4 } as const;
const row = (payee: string, percent: string) => ({ key: payee, payee, percent });

describe("the split editor", () => {
  it("reads shares as the contract takes them, the protocol's last", () => {
    const split = readSplit([row(ADA.toLowerCase(), "70"), row(` ${BEN} `, "27,5")], "2.5", TERMS);
    expect(split).to.deep.equal({
      shares: [
        { payee: ADA, bps: 7_000 },
        { payee: BEN, bps: 2_750 },
        { payee: TREASURY, bps: 250 },
      ],
    });
  });

  it("says which row is wrong, and how", () => {
    const problem = (rows: ReturnType<typeof row>[], protocol = "2.5") => readSplit(rows, protocol, TERMS);
    expect(problem([row("0x12", "97.5")])).to.deep.equal({ problem: { code: "address", row: 0 } });
    expect(problem([row(ADA.replace("7", "8"), "97.5")])).to.deep.equal({ problem: { code: "address", row: 0 } });
    expect(problem([row(ADA, "50"), row(ADA, "47.5")])).to.deep.equal({ problem: { code: "twice", row: 1 } });
    expect(problem([row(TREASURY, "97.5")])).to.deep.equal({ problem: { code: "twice", row: 0 } });
    for (const share of ["", "0", "-1", "10.005", "1e1", "101"]) {
      expect(problem([row(ADA, share)]), share).to.deep.equal({ problem: { code: "share", row: 0 } });
    }
    expect(problem([row(ADA, "98")], "2")).to.deep.equal({ problem: { code: "fee" } });
    expect(problem([row(ADA, "90")])).to.deep.equal({ problem: { code: "sum" } });
    const many = Array.from({ length: 4 }, (_, i) => row(`${ADA.slice(0, -1)}${i}`, "1"));
    expect(problem(many)).to.deep.equal({ problem: { code: "many" } });
  });

  it("adds up what can be read so far", () => {
    expect(sumOf([row(ADA, "70"), row(BEN, "x")], "2.5")).to.equal(7_250);
  });

  it("finds a split that shares alike, whatever its order and spelling", () => {
    const shares = [
      { payee: ADA, bps: 9_750 },
      { payee: TREASURY, bps: 250 },
    ] as const;
    const known = [
      { splitId: "1", shares: [{ payee: ADA, bps: 10_000 }] },
      { splitId: "2", shares: [...shares].reverse().map(({ payee, bps }) => ({ payee: payee.toLowerCase(), bps })) },
    ];
    expect(sameSplit([...shares], known)).to.equal("2");
    expect(sameSplit([...shares], known.slice(0, 1))).to.equal(null);
  });
});
