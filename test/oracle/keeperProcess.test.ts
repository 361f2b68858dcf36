import { expect } from "chai";
import { inArray } from "drizzle-orm";
import { parseEventLogs } from "viem";
import { openStore, type Store } from "../../oracle/store/open.ts";
import { epochPayouts, epochs } from "../../oracle/store/schema/settlement.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { newPostgresDatabase } from "./support/postgres.ts";
import { type Running, startProgram, useFolder } from "./support/process.ts";
import { attendEpochs, startEpochChain } from "./support/testEpochs.ts";
import { rewardsOn } from "./support/testRewards.ts";

const SHORT = "--epoch 6 --challenge-window 2 --report-window 1200 --settlement-window 2400".split(" ");
const KEYS = [
  "0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
  "0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97",
];

describe("an oracle that is killed while it keeps epochs", () => {
  const folder = useFolder();
  let place: Awaited<ReturnType<typeof startEpochChain>>;
  let store: Store | null = null;
  afterEach(async () => {
    await store?.close();
    await place?.chain.stop();
  });

  it("comes to one report an epoch, whichever step it dies after, with reporters in processes of their own", async function () {
    const databaseUrl = await newPostgresDatabase();
    if (!databaseUrl) return this.skip();
    store = await openStore({ home: folder(), databaseUrl });
    place = await startEpochChain(SHORT);
    const { chain } = place;
    const first = Math.floor(Date.now() / 6_000) + 1;
    await attendEpochs(store.db, place, { from: first, count: 60, durationS: 6, people: 12 });
    const port = await freePort();
    const env = { HEED_RPC_URL: chain.url, HEED_HOME: folder() };
    const start = () =>
      startProgram("oracle/main.ts", [], {
        ...env,
        DATABASE_URL: databaseUrl,
        HEED_PORT: String(port),
        HEED_LOG_LEVEL: "info",
      });
    let oracle: Running = start();
    await oracle.said(/answers at/);
    const url = `http://127.0.0.1:${port}`;
    const reporters = KEYS.map((key) =>
      startProgram("oracle/cli/main.ts", ["report", "--oracle", url], { ...env, HEED_REPORTER_KEY: key }),
    );
    for (const step of [
      /epoch is frozen/,
      /report is proposed/,
      /report was posted/,
      /"state":"final"/,
      /"state":"settled"/,
    ]) {
      await oracle.said(step);
      oracle.kill("SIGKILL");
      await oracle.ended;
      oracle = start();
    }
    await oracle.said(/"state":"settled"/);
    oracle.kill("SIGTERM");
    for (const reporter of reporters) reporter.kill("SIGTERM");
    await Promise.all([oracle.ended, ...reporters.map(({ ended }) => ended)]);

    const { oracle: contract } = rewardsOn(chain);
    const logs = await chain.client.getLogs({ address: contract.address, fromBlock: 0n });
    const posted = parseEventLogs({ abi: contract.abi, eventName: "ReportPosted", logs });
    const numbers = posted.map(({ args }) => Number(args.epoch));
    expect(numbers.length).to.be.above(1);
    expect(new Set(numbers).size).to.equal(numbers.length);
    const paid = await store.db.select().from(epochPayouts).where(inArray(epochPayouts.epoch, numbers));
    const total = paid.reduce((sum, { amountWei }) => sum + amountWei, 0n);
    expect(posted.at(-1)!.args.report.payoutsTotal).to.equal(total);
    const states = (await store.db.select().from(epochs)).filter(({ epoch }) => numbers.includes(epoch));
    for (const { state } of states) expect(state).to.be.oneOf(["posted", "final", "settled"]);
    const printed = (await Promise.all([oracle, ...reporters].map(({ ended }) => ended)))
      .map(({ stdout, stderr }) => stdout + stderr)
      .join();
    for (const key of KEYS) expect(printed).not.to.contain(key.slice(2));
  });
});
