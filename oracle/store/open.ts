import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { type Db, fromPglite } from "pg-boss";
import { SetupError } from "../service/errors.ts";
import { type Options, REPOSITORY_ROOT } from "../service/options.ts";
import type { Database } from "./database.ts";
import { takeStoreLock } from "./lock.ts";

export interface Store {
  db: Database;
  kind: "pglite" | "postgres";
  /** The same database as the job queue takes it. */
  jobs: Db;
  /** Takes the lead among the processes on this database, for as long as this one lives or until it is given up; null while another has it. */
  lead(): Promise<Lead | null>;
  /** Tells whoever finds the store locked where this process's API answers. */
  announce(url: string): void;
  close(): Promise<void>;
}

export interface Lead {
  /** Whether it is still held: a broken connection loses it. */
  held(): Promise<boolean>;
  giveUp(): Promise<void>;
}

const migrations = { migrationsFolder: join(REPOSITORY_ROOT, "oracle/store/migrations") };

// Any constant will do: replicas that start together take turns at migrating.
const MIGRATION_LOCK = 4_861_365;
const LEADER_LOCK = 4_861_366;

/** PGlite takes a single process, which leads. */
const lonely: Lead = { held: async () => true, giveUp: async () => {} };

/**
 * Opens the store, PostgreSQL if `databaseUrl` is set and else PGlite in the data folder, and brings its tables up to date.
 * @throws {SetupError} if it is in use by another process, can't be reached, or was made by a different version.
 */
export function openStore(options: Pick<Options, "databaseUrl" | "home">): Promise<Store> {
  return options.databaseUrl ? openPostgres(options.databaseUrl) : openPglite(options.home);
}

/** Opens an empty store that lives in memory. */
export function openMemoryStore(): Promise<Store> {
  return startPglite("memory://", { announce: () => {}, release: () => {} });
}

function openPglite(home: string): Promise<Store> {
  return startPglite(join(home, "store"), takeStoreLock(home));
}

async function startPglite(dataDir: string, lock: ReturnType<typeof takeStoreLock>): Promise<Store> {
  let client: PGlite | undefined;
  try {
    client = await PGlite.create(dataDir);
    const db = drizzlePglite({ client });
    await migratePglite(db, migrations);
    const opened = client;
    const close = async () => {
      await opened.close();
      lock.release();
    };
    const lead = async () => lonely;
    const { announce } = lock;
    return { db: db as unknown as Database, kind: "pglite", jobs: fromPglite(opened), lead, announce, close };
  } catch (error) {
    await client?.close().catch(() => {});
    lock.release();
    throw unusable(dataDir, error, `Move ${dataDir} away, or run npm start -- --fresh, and a new one is made.`);
  }
}

async function openPostgres(url: string): Promise<Store> {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5000, application_name: "heed" });
  // An idle connection that the server drops is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => {});
  const { host } = new URL(url);
  const connection = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw new SetupError(`PostgreSQL at ${host} can't be reached: ${reasonOf(error)}.`, {
      code: "database-unreachable",
      hint: "Start it, or correct DATABASE_URL; unset DATABASE_URL to use the built-in database.",
      cause: error,
    });
  });
  try {
    await connection.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await migratePostgres(drizzlePostgres(connection), migrations);
    await connection.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    connection.release();
  } catch (error) {
    connection.release(true);
    await pool.end();
    throw unusable(
      `at ${host}`,
      error,
      "Point DATABASE_URL at an empty database, or at one that this version of Heed made.",
    );
  }
  const db = drizzlePostgres(pool) as unknown as Database;
  const jobs: Db = { executeSql: (text, values) => pool.query(text, values) };
  return { db, kind: "postgres", jobs, lead: () => takeLead(pool), announce: () => {}, close: () => pool.end() };
}

/** The lock is the connection's: a process that dies, or is cut off, gives it up with that. */
async function takeLead(pool: pg.Pool): Promise<Lead | null> {
  const connection = await pool.connect();
  let broken = false;
  connection.on("error", () => {
    broken = true;
  });
  const { rows } = await connection.query("select pg_try_advisory_lock($1) as taken", [LEADER_LOCK]);
  if (!rows[0].taken) {
    connection.release();
    return null;
  }
  return {
    async held() {
      if (!broken) await connection.query("select 1").catch(() => (broken = true));
      return !broken;
    },
    // Closing the connection frees the lock, whatever state it is in.
    giveUp: async () => connection.release(true),
  };
}

function unusable(where: string, error: unknown, hint: string): SetupError {
  const message = `The database ${where} can't be used: ${reasonOf(error)}.`;
  return new SetupError(message, { code: "database-unusable", hint, cause: error });
}

// Drizzle wraps the driver's error, and Node joins one error per address tried; the innermost one says what happened.
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error && error.cause) return reasonOf(error.cause);
  return error instanceof Error ? error.message.replace(/\.$/, "") || error.name : String(error);
}
