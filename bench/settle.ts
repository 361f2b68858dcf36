import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { zeroHash } from "viem";
import { epochRowRoutes } from "../oracle/api/epochRows.ts";
import { listen } from "../oracle/api/listen.ts";
import { createRouter } from "../oracle/api/router.ts";
import { BadInputError } from "../oracle/service/errors.ts";
import { auditEpoch } from "../oracle/settle/auditEpoch.ts";
import { balancesOf, pagesOf } from "../oracle/settle/auditSources.ts";
import { NOTHING_CARRIED } from "../oracle/settle/carried.ts";
import { type EpochToFreeze, freezeEpoch } from "../oracle/settle/freeze.ts";
import { proposeEpoch } from "../oracle/settle/propose.ts";
import type { Database } from "../oracle/store/database.ts";
import { openStore, type Store } from "../oracle/store/open.ts";
import { type PostgresServer, startPostgres } from "../scripts/stack/postgres.ts";
import { populate } from "./settle/population.ts";
import { PeakMemory } from "./support/peakMemory.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const SIZES = [10_000, 100_000, 1_000_000];
const ROWS_A_VIEWER = 10;
const BAR = { seconds: 300, peakMiB: 4096 };

/** For two cores and 4 GB, of which node takes some; what a server's own configuration would say. */
const SETTINGS = {
  shared_buffers: "512MB",
  work_mem: "128MB",
  maintenance_work_mem: "256MB",
  max_parallel_workers_per_gather: "1",
  max_wal_size: "8GB",
  wal_level: "minimal",
  max_wal_senders: "0",
  jit: "off",
};

const usage = `Usage: npm run bench -- settle [--viewers N --rows M] [--json]

Settles an epoch on PostgreSQL: from the viewers' intervals of attention to frozen rows, cells, auction, payouts, and the report's roots.
Then audits it from the rows that its oracle serves over HTTP; the chain's part is the report just made. Fills an empty database first,
which isn't timed. Without sizes: ${SIZES.map((n) => n.toLocaleString("en")).join(", ")} viewers with ${ROWS_A_VIEWER} rows each.

With DATABASE_URL set, in a database of its own on that server; else on a server started for this, with
${Object.entries(SETTINGS)
  .map(([name, value]) => `${name}=${value}`)
  .join(", ")}.

  --viewers N   how many viewers
  --rows M      how many intervals of attention, all of different viewers or contents; at least N
  --json        print one JSON object, or an array where no size is given, and nothing else

sumSeconds: what PostgreSQL takes in the same run for nothing but adding the same intervals up by viewer and content, in memory by then.
peakMiB: this process and PostgreSQL's at their largest, shared memory counted once; PostgreSQL's only where it runs on this machine.`;

interface Measured {
  rows: number;
  viewers: number;
  /** Freezing and proposing. */
  seconds: number;
  peakMiB: number;
  auditSeconds: number;
  /** PostgreSQL alone, adding the same intervals up by viewer and content: the least that any settling must do. */
  sumSeconds: number;
}

/** Measures settling and auditing. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      viewers: { type: "string" },
      rows: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const sizes = sizesOf(values.viewers, values.rows);
  const server = process.env.DATABASE_URL ? givenServer(process.env.DATABASE_URL) : await startPostgres(SETTINGS);
  try {
    const measured: Measured[] = [];
    if (!values.json) console.log("      rows    viewers   seconds   peak MiB   audit seconds   sum seconds");
    for (const size of sizes) {
      const one = await measure(server, size);
      measured.push(one);
      if (!values.json) console.log(lineOf(one));
    }
    const asked = values.viewers !== undefined;
    if (values.json) console.log(JSON.stringify(asked ? measured[0] : measured));
    else
      console.log(
        `bars: ${BAR.seconds} s and ${BAR.peakMiB} MiB on two cores for 10,000,000 rows; the audit at most twice the settling`,
      );
  } finally {
    await server.stop();
  }
}

function sizesOf(viewers: string | undefined, rows: string | undefined) {
  if (viewers === undefined && rows === undefined)
    return SIZES.map((size) => ({ viewers: size, rows: size * ROWS_A_VIEWER }));
  const size = { viewers: wholeNumber("--viewers", viewers ?? ""), rows: wholeNumber("--rows", rows ?? "") };
  if (size.rows >= size.viewers && size.rows <= 1_000 * size.viewers) return [size];
  throw new BadInputError(`${size.rows} rows don't suit ${size.viewers} viewers.`, {
    code: "bad-number",
    field: "--rows",
    hint: "Give from one to a thousand rows a viewer.",
  });
}

async function measure(server: PostgresServer, size: { viewers: number; rows: number }): Promise<Measured> {
  const store = await openStore({
    home: "",
    databaseUrl: await server.createDatabase(`heed_bench_${randomBytes(6).toString("hex")}`),
  });
  try {
    note(`${size.viewers.toLocaleString("en")} viewers: filling the database`);
    const epoch = await populate(store.db, size);
    note("settling");
    const memory = new PeakMemory();
    const startedAt = performance.now();
    await freezeEpoch(store.db, epoch);
    const proposal = await proposeEpoch(store.db, { epoch: epoch.epoch, parent: zeroHash, modelHash: zeroHash });
    const seconds = secondsSince(startedAt);
    if (proposal.empty) throw new Error("Nothing was paid: there is nothing to measure.");
    note("auditing");
    const auditStartedAt = performance.now();
    const audit = await auditOverHttp(store, epoch, proposal.report);
    const auditSeconds = secondsSince(auditStartedAt);
    if (!audit.holds) throw new Error(`The audit found a difference: ${JSON.stringify(audit.difference)}`);
    const peakMiB = memory.stop();
    note("adding up");
    const sumSeconds = await addUp(store.db);
    return { rows: size.rows, viewers: size.viewers, seconds, peakMiB, auditSeconds, sumSeconds };
  } finally {
    await dropOwn(store);
  }
}

/** Measured last, when the rows are in memory already: in PostgreSQL's favour. */
async function addUp(db: Database): Promise<number> {
  const startedAt = performance.now();
  await db.execute(
    sql`select count(*), sum(ms) from (select sum(to_ms - from_ms) as ms from attention group by viewer, content_id) as sums`,
  );
  return secondsSince(startedAt);
}

async function auditOverHttp(store: Store, frozen: EpochToFreeze, report: Parameters<typeof auditEpoch>[0]["report"]) {
  const app = createRouter().route("/", epochRowRoutes({ store }));
  const listening = await listen(app, { host: "127.0.0.1", port: 0 });
  try {
    return await auditEpoch({
      rows: pagesOf(`${listening.url}/epochs/${frozen.epoch}/rows`),
      balancesBefore: balancesOf(emptyText()),
      report,
      previous: null,
      carried: NOTHING_CARRIED,
      writtenOff: null,
      previousRateWei: frozen.previousRateWei,
      campaign: async (id) => ({
        maxRateWei: frozen.campaigns.find(({ campaignId }) => campaignId === id)!.maxRateWei,
        audienceHash: `brief${id}` as `0x${string}`,
        startsAtMs: 0,
        endsAtMs: Number.MAX_SAFE_INTEGER,
        escrowedWei: frozen.campaigns.find(({ campaignId }) => campaignId === id)!.availableWei,
      }),
    });
  } finally {
    await listening.close();
  }
}

async function* emptyText(): AsyncGenerator<string> {}

/** A server that somebody else runs: the database made on it is ours, and is dropped when measured. */
function givenServer(url: string): PostgresServer {
  return {
    async createDatabase(name) {
      const admin = await openPlain(url);
      try {
        await admin.query(`create database ${name}`);
      } finally {
        await admin.end();
      }
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    stop: async () => {},
  };
}

async function openPlain(url: string) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function dropOwn(store: Store): Promise<void> {
  const [name] = await namesOf(store.db);
  await store.close();
  if (!process.env.DATABASE_URL || !name) return;
  const admin = await openPlain(process.env.DATABASE_URL);
  await admin.query(`drop database ${name}`);
  await admin.end();
}

async function namesOf(db: Database): Promise<string[]> {
  const found = (await db.execute(sql`select current_database() as name`)) as unknown as { rows: { name: string }[] };
  return found.rows.map(({ name }) => name);
}

function lineOf({ rows, viewers, seconds, peakMiB, auditSeconds, sumSeconds }: Measured): string {
  const cells = [rows.toLocaleString("en").padStart(10), viewers.toLocaleString("en").padStart(10)];
  return `${cells.join(" ")} ${seconds.toFixed(1).padStart(9)} ${String(peakMiB).padStart(10)} ${auditSeconds.toFixed(1).padStart(15)} ${sumSeconds.toFixed(1).padStart(13)}`;
}

const secondsSince = (startedAt: number) => Math.round((performance.now() - startedAt) / 10) / 100;
const note = (text: string) => process.stderr.write(`• ${text}\n`);
