import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Client } from "../oracle/api/client.ts";
import type { EventInput } from "../oracle/collect/eventSchema.ts";
import { rows } from "../oracle/store/database.ts";
import { insertEvents } from "../oracle/store/intake.ts";
import { openStore, type Store } from "../oracle/store/open.ts";
import { answerOf, asOperator, signIn } from "../scripts/seed/api.ts";
import { operatorTokenOf } from "../scripts/stack/operatorToken.ts";
import { startOracle } from "../scripts/stack/oracle.ts";
import { freePort } from "../scripts/stack/ports.ts";
import { behave, take } from "./support/behaviour.ts";
import { cpuSeconds } from "./support/cpuSeconds.ts";
import { percentile } from "./support/percentile.ts";
import { publishWithoutChain } from "./support/publish.ts";

const VIEWERS = 64;
const WEB_ORIGIN = "http://localhost:3000";
const DAY_MS = 24 * 3600 * 1000;

const usage = `Usage: npm run bench -- intake [--events N] [--batch N] [--json]

Starts an oracle of its own on an empty built-in database, signs ${VIEWERS} viewers in, lets all of them send events at
once over HTTP, kills the oracle (SIGKILL), opens its database and checks that every acknowledged event is there exactly
once. The limit beside it: how fast the same database takes the same rows by itself, 1,000 a statement.

  --events N   how many events to send (100000)
  --batch N    how many in one request (50)
  --json       print one JSON object and nothing else`;

interface Sent {
  acknowledged: string[];
  /** One a request. */
  latenciesMs: number[];
  seconds: number;
  /** What the oracle's process used of the processors meanwhile, by its own metrics. */
  cpuSeconds: number;
}

/** Measures intake: events acknowledged a second, each of them checked afterwards. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: "string", default: "100000" },
      batch: { type: "string", default: "50" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const home = mkdtempSync(join(tmpdir(), "heed-bench-intake-"));
  try {
    const contentIds = await withStore(home, (store) => publishWithoutChain(store, 100));
    const sent = await sendAll(home, contentIds, Number(values.events), Number(values.batch));
    const found = await withStore(home, countStored);
    const report = {
      ...reportOf(sent, found),
      rawEventsPerSecond: await rawRate(join(home, "raw"), Number(values.events)),
    };
    console.log(values.json ? JSON.stringify(report) : describe(report));
    if (report.lost > 0 || report.storedTwice > 0) process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function withStore<T>(home: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ home, databaseUrl: null });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function sendAll(home: string, contentIds: string[], events: number, batch: number): Promise<Sent> {
  const oracle = await startOracle({
    port: await freePort(),
    home,
    // Nothing listens there: intake needs no chain.
    rpcUrl: "http://127.0.0.1:9",
    webOrigins: [WEB_ORIGIN],
    logFile: join(home, "oracle.log"),
    env: { HEED_REQUESTS_PER_MINUTE: "1000000000", DATABASE_URL: "", HEED_LOG_LEVEL: "warn" },
  });
  try {
    const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => newViewer(oracle.url)));
    const requests = Math.ceil(events / batch / VIEWERS);
    const work = viewers.map(() => {
      const sequence = behave(contentIds, Date.now() - 6 * DAY_MS);
      return Array.from({ length: requests }, () => take(sequence, batch));
    });
    const sent: Sent = { acknowledged: [], latenciesMs: [], seconds: 0, cpuSeconds: 0 };
    // The operator's, because it sends days of behaviour by viewers who consented a moment ago.
    const operatorToken = operatorTokenOf(home);
    const cpuBefore = await cpuSeconds(oracle.url, operatorToken);
    const startedAt = performance.now();
    await Promise.all(viewers.map((viewer, index) => sendInTurn(viewer, work[index]!, operatorToken, sent)));
    sent.seconds = (performance.now() - startedAt) / 1000;
    sent.cpuSeconds = (await cpuSeconds(oracle.url, operatorToken)) - cpuBefore;
    return sent;
  } finally {
    await oracle.kill();
  }
}

async function newViewer(oracleUrl: string): Promise<Client> {
  const account = privateKeyToAccount(generatePrivateKey());
  const viewer = await signIn({ oracleUrl, webOrigin: WEB_ORIGIN, chainId: 31337 }, account);
  await answerOf(await viewer.consent.$put({ json: { collect: true, personalise: false } }));
  return viewer;
}

async function sendInTurn(
  viewer: Client,
  batches: readonly EventInput[][],
  operatorToken: string,
  sent: Sent,
): Promise<void> {
  for (const events of batches) {
    const startedAt = performance.now();
    const { accepted } = await answerOf(await viewer.events.$post({ json: { events } }, asOperator(operatorToken)));
    sent.latenciesMs.push(performance.now() - startedAt);
    // Honest behaviour is accepted as a whole; anything less would make the figure another one.
    if (accepted !== events.length) throw new Error(`Of ${events.length} events only ${accepted} were accepted.`);
    for (const { id } of events) sent.acknowledged.push(id);
  }
}

/** How often each event id is stored. */
async function countStored({ db }: Store): Promise<Map<string, number>> {
  const counted = await rows<{ id: string; count: number }>(
    db,
    sql`select event_id as id, count(*)::integer as count from events group by event_id`,
  );
  return new Map(counted.map(({ id, count }) => [id, count]));
}

function reportOf({ acknowledged, latenciesMs, seconds, cpuSeconds }: Sent, found: Map<string, number>) {
  return {
    eventsPerSecond: Math.round(acknowledged.length / seconds),
    eventsPerCpuSecond: Math.round(acknowledged.length / cpuSeconds),
    acknowledged: acknowledged.length,
    stored: acknowledged.filter((id) => found.has(id)).length,
    lost: acknowledged.filter((id) => !found.has(id)).length,
    storedTwice: acknowledged.filter((id) => found.get(id)! > 1).length,
    requests: latenciesMs.length,
    p50Ms: Math.round(percentile(latenciesMs, 0.5)),
    p99Ms: Math.round(percentile(latenciesMs, 0.99)),
  };
}

/** Rows a second when the same database does nothing but take them. */
async function rawRate(home: string, count: number): Promise<number> {
  return withStore(home, async ({ db }) => {
    const sequence = behave(["1"], Date.now() - 6 * DAY_MS);
    const batches = Array.from({ length: Math.ceil(count / 1000) }, (_, batch) =>
      take(sequence, 1000).map((event) => ({
        viewer: `v_${String(batch % VIEWERS).padStart(64, "0")}`,
        event: { ...event, dwellMs: event.dwellMs ?? 0 },
        verifiedMs: event.dwellMs ?? 0,
      })),
    );
    const startedAt = performance.now();
    for (const batch of batches) await insertEvents(db, batch, Date.now());
    return Math.round((1000 * 1000 * batches.length) / (performance.now() - startedAt));
  });
}

function describe(report: ReturnType<typeof reportOf> & { rawEventsPerSecond: number }): string {
  const figure = (value: number) => value.toLocaleString("en").padStart(9);
  return [
    `intake    ${figure(report.eventsPerSecond)} events/s over HTTP, cleaned and committed (bar: 2,000)`,
    `          ${figure(report.eventsPerCpuSecond)} events per second of processor time that the oracle used`,
    `limit     ${figure(report.rawEventsPerSecond)} rows/s: the same database and rows, and nothing else`,
    `requests  ${figure(report.requests)} by ${VIEWERS} viewers at once; p50 ${report.p50Ms} ms, p99 ${report.p99Ms} ms`,
    `killed    ${figure(report.acknowledged)} acknowledged, ${report.stored} stored, ${report.lost} lost, ${report.storedTwice} stored twice`,
  ].join("\n");
}
