import { expect } from "chai";
import { settlementDue } from "../../oracle/settle/settlementDue.ts";
import { openStore } from "../../oracle/store/open.ts";
import { epochs } from "../../oracle/store/schema/settlement.ts";
import { startProgram, useFolder } from "./support/process.ts";
import { startTestChain, type TestChain } from "./support/testChain.ts";

describe("heed epochs", () => {
  const folder = useFolder({ store: true });
  const terms = {
    durationS: 60,
    challengeWindowS: 20,
    reportWindowS: 600,
    settlementWindowS: 7_200,
    initialRateWei: 1n,
  };
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain?.stop());

  const heed = async (...args: string[]) => {
    const env = { HEED_HOME: folder(), HEED_RPC_URL: chain.url };
    const { code, stdout, stderr } = await startProgram("oracle/cli/main.ts", ["epochs", ...args], env).ended;
    expect(code, stderr).to.equal(0);
    return stdout;
  };

  it("lists where each stands, and under one that is to be settled soon until when, as it says of that one alone", async () => {
    const problem = settlementDue(8, terms, 9 * 60 + 3_600);
    const given = (epoch: number) => ({
      epoch,
      fromMs: epoch * 60_000,
      toMs: (epoch + 1) * 60_000,
      frozenAtMs: 1,
      block: 1,
    });
    const store = await openStore({ home: folder(), databaseUrl: null });
    await store.db.insert(epochs).values([
      { ...given(7), state: "settled", previousRateWei: 1n },
      { ...given(8), state: "final", previousRateWei: 1n, problem },
    ]);
    await store.close();
    const [newest, warning, oldest] = (await heed()).split("\n");
    expect(newest).to.match(/^8 .* final /);
    expect(warning).to.match(/^ +⚠ It must be settled until 1970-01-01T02:09:00\.000Z, by anybody/);
    expect(oldest).to.match(/^7 .* settled /);
    expect(JSON.parse(await heed("--json")).epochs.map((one: { problem: string | null }) => one.problem)).to.deep.equal(
      [problem, null],
    );
    expect(await heed("8")).to.contain(`problem    ${problem}`);
  });
});
