import { sql } from "drizzle-orm";
import { type Database, rows } from "../../../oracle/store/database.ts";
import { openMemoryStore, openStore, type Store } from "../../../oracle/store/open.ts";
import { newPostgresDatabase } from "./postgres.ts";

/**
 * Declares the same tests for PGlite and for PostgreSQL. Each suite has a store of its own, emptied before each test.
 * @param define gets a function that returns the suite's store while a test runs.
 */
export function describeOnEachStore(title: string, define: (store: () => Store) => void): void {
  for (const kind of ["pglite", "postgres"] as const) {
    describe(`${title}, on ${kind === "pglite" ? "PGlite" : "PostgreSQL"}`, () => {
      define(useStore(kind));
    });
  }
}

/** Opens a store for the tests of the enclosing describe, and empties it before each. */
export function useStore(kind: Store["kind"] = "pglite"): () => Store {
  let store: Store | undefined;
  before(async function () {
    const opened = await open(kind);
    if (!opened) this.skip();
    store = opened;
  });
  beforeEach(() => empty(store!.db));
  after(() => store?.close());
  return () => store!;
}

async function open(kind: Store["kind"]): Promise<Store | null> {
  if (kind === "pglite") return openMemoryStore();
  const databaseUrl = await newPostgresDatabase();
  return databaseUrl === null ? null : openStore({ home: "", databaseUrl });
}

async function empty(db: Database): Promise<void> {
  const tables = await rows<{ name: string }>(
    db,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  await db.execute(sql.raw(`truncate ${tables.map(({ name }) => name).join(", ")} restart identity`));
}
