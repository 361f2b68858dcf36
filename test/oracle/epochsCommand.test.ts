import { expect } from "chai";
import { settlementDue } from "../../oracle/settle/settlementDue.ts";
import { openStore } from "../../oracle/store/open.ts";
import { epochs, epochWriteOffs } from "../../oracle/store/schema/settlement.ts";
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

  const given = (epoch: number) => ({
    epoch,
    fromMs: epoch * 60_000,
    toMs: (epoch + 1) * 60_000,
    frozenAtMs: 1,
    block: 1,
  });

  it("lists where each stands, and under one that is to be settled soon until when, as it says of that one alone", async () => {
    const problem = settlementDue(8, terms, { seconds: 9 * 60 + 3_600, covered: false });
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

  it("says of an epoch what it writes off, and of the other by whom that was", async () => {
    const plan = { base: 7, held: [], writtenOff: [7], repeats: null };
    const store = await openStore({ home: folder(), databaseUrl: null });
    await store.db.insert(epochs).values([
      { ...given(7), state: "written-off", previousRateWei: 1n },
      { ...given(8), state: "posted", previousRateWei: 1n, plan },
      { ...given(9), state: "posted", previousRateWei: 1n, plan: { ...plan, writtenOff: [], repeats: 6 } },
    ]);
    await store.db.insert(epochWriteOffs).values(
      [1n, 2n].map((part) => {
        return { epoch: 8, ofEpoch: 7, account: `0x${part}`, amountWei: part * 10n ** 18n };
      }),
    );
    await store.close();
    expect(await heed("7")).to.contain("written off 3 HEED, from epoch 8's report on: nobody settled it in time");
    expect(await heed("8")).to.contain("writes off 3 HEED of epoch 7: nobody settled it in time");
    expect(await heed("9")).to.contain("held back  until no report can be opened that has unsettled spends in it");
  });
});
