import { type PostgresServer, startPostgres } from "../../../scripts/stack/postgres.ts";

let starting: Promise<PostgresServer | null> | undefined;
let databases = 0;

/** Returns the address of a new, empty PostgreSQL database, or null (having said so) where no server can be started. */
export async function newPostgresDatabase(): Promise<string | null> {
  starting ??= startPostgres().catch((error: unknown) => {
    console.log(`      skipped: PostgreSQL can't be started here (${error instanceof Error ? error.message : error})`);
    return null;
  });
  const server = await starting;
  databases += 1;
  return server && (await server.createDatabase(`heed_test_${databases}`));
}

// A hook of mocha's root suite: one server does for all files of a run.
after(async () => {
  await (await starting)?.stop();
});
