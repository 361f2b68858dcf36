import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { openStore } from "../../oracle/store/open.ts";
import { type Ended, startProgram, useFolder } from "./support/process.ts";

describe("the oracle's process", () => {
  const folder = useFolder({ store: true });
  // Nothing listens on port 9: the process must start, and say what it has to say, without a chain.
  const start = (env: Record<string, string> = {}) =>
    startProgram("oracle/main.ts", [], {
      HEED_HOME: folder(),
      HEED_PORT: "0",
      HEED_RPC_URL: "http://127.0.0.1:9",
      ...env,
    });

  function expectExplained({ code, stderr }: Ended, ...parts: RegExp[]): void {
    expect(code).to.equal(1);
    for (const part of parts) expect(stderr).to.match(part);
    expect(stderr).not.to.match(/^\s+at .*:\d+:\d+/m);
  }

  it("prints its address, answers there, and ends with code 0 when told to", async () => {
    // From nothing: no database, no secret, not even the folder.
    const oracle = start({ HEED_HOME: join(folder(), "new") });
    const [, url] = await oracle.said(/answers at (http:\S+)/);
    expect(await (await fetch(`${url}/health`)).json()).to.deep.equal({ ok: true });
    oracle.kill("SIGTERM");
    expect((await oracle.ended).code).to.equal(0);
  });

  it("keeps its secret where only its user can read it", async () => {
    const oracle = start();
    await oracle.said(/answers at/);
    for (const name of ["secret", "operator-token"]) {
      expect(statSync(join(folder(), name)).mode & 0o777).to.equal(0o600);
    }
  });

  it("says whose a busy port is likely to be, and how to take another", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const ended = await start({ HEED_PORT: String(port) }).ended;
    other.close();
    expectExplained(ended, new RegExp(`Port ${port} is in use`), /HEED_PORT=/);
  });

  it("won't open a store that another oracle holds, and says where that one answers", async () => {
    const first = start();
    const [, url] = await first.said(/answers at (http:\S+)/);
    expectExplained(await start().ended, new RegExp(`in use by process ${first.pid}`), new RegExp(url!), /HEED_HOME/);
  });

  it("starts again after it was killed", async () => {
    const first = start();
    await first.said(/answers at/);
    first.kill("SIGKILL");
    await first.ended;
    await start().said(/answers at/);
  });

  it("says that a database can't be reached, without its password", async () => {
    const ended = await start({ DATABASE_URL: "postgresql://heed:hunter2@127.0.0.1:9/heed" }).ended;
    expectExplained(ended, /PostgreSQL at 127\.0\.0\.1:9 can't be reached/, /DATABASE_URL/);
    expect(ended.stderr).not.to.include("hunter2");
  });

  it("says that its store was made with another secret", async () => {
    const first = start();
    await first.said(/answers at/);
    first.kill("SIGTERM");
    await first.ended;
    expectExplained(await start({ HEED_SECRET: "ab".repeat(32) }).ended, /different secret/, /HEED_SECRET/);
  });

  it("says that its secret is damaged", async () => {
    writeFileSync(join(folder(), "secret"), "half a secr");
    expectExplained(await start().ended, /damaged/, /backup/);
  });

  it("says that its store was made by another version", async () => {
    const store = await openStore({ home: folder(), databaseUrl: null });
    await store.db.execute("drop schema drizzle cascade");
    await store.close();
    expectExplained(await start().ended, /can't be used/, /Move .* away/);
  });

  it("names an option that is wrong", async () => {
    expectExplained(await start({ HEED_PORT: "eighty" }).ended, /HEED_PORT should be a whole number/);
  });
});

describe("the command line tool", () => {
  const folder = useFolder();
  const heed = (...args: string[]) =>
    startProgram("oracle/cli/main.ts", args, { HEED_HOME: folder(), HEED_PORT: "9" }).ended;

  it("lists its commands", async () => {
    const { code, stdout } = await heed("--help");
    expect(code).to.equal(0);
    expect(stdout).to.match(/status/);
  });

  it("says that no oracle runs, and ends with code 1", async () => {
    const { code, stdout, stderr } = await heed("status");
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr)
      .to.match(/No oracle answers at http:\/\/127\.0\.0\.1:9/)
      .and.match(/npm start/);
  });

  it("says so in JSON where that was asked for, on standard output", async () => {
    const { code, stdout } = await heed("status", "--json");
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error).to.deep.include({ code: "oracle-unreachable", retry: true });
  });

  it("refuses a command that there isn't", async () => {
    const { code, stderr } = await heed("stauts");
    expect(code).to.equal(1);
    expect(stderr).to.match(/unknown command 'stauts'/);
  });
});
