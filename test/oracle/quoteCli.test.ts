import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256, toHex } from "viem";
import { loadSecret } from "../../oracle/service/secret.ts";
import { openStore } from "../../oracle/store/open.ts";
import { contents } from "../../oracle/store/schema/chain.ts";
import { startOracle } from "../../scripts/stack/oracle.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { publishContents } from "./support/contents.ts";
import { alterStoredQuote } from "./support/storedQuotes.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

describe("heed quote and heed explain", () => {
  let chain: TestChain;
  let home: string;
  const buyer = account(5).address;

  const heed = (...args: string[]) =>
    new Promise<Ran>((resolve) => {
      const env = { ...process.env, HEED_HOME: home, HEED_RPC_URL: chain.url, DATABASE_URL: "" };
      const child = spawn(process.execPath, ["oracle/cli/main.ts", ...args], { env });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (part) => {
        stdout += part;
      });
      child.stderr.on("data", (part) => {
        stderr += part;
      });
      child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
    });
  const withStore = async (use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<unknown>) => {
    const store = await openStore({ home, databaseUrl: null });
    await use(store);
    await store.close();
  };

  before(async () => {
    chain = await startTestChain();
    home = mkdtempSync(join(tmpdir(), "heed-cli-"));
    // The work of Hardhat's account #1 without its publication, which the index is to find.
    await withStore(async ({ db }) => {
      await publishContents(db, 1, 100);
      await db.delete(contents);
    });
    await chain.publish(1, keccak256(toHex("body 1")), 1n, 10n ** 18n);
  });
  after(async () => {
    await chain?.stop();
    if (home) rmSync(home, { recursive: true, force: true });
  });

  it("open the store where no oracle runs, and print one JSON object", async () => {
    const { code, stdout, stderr } = await heed("quote", "--content", "1", "--wallet", buyer, "--json");
    expect(code, stderr).to.equal(0);
    const answer = JSON.parse(stdout);
    expect(answer.standard.message.buyer).to.equal(buyer);
    expect(stderr).to.contain("opening the store itself");

    const explained = await heed("explain", answer.standard.digest, "--buyer", buyer, "--json");
    expect(explained.code, explained.stderr).to.equal(0);
    expect(JSON.parse(explained.stdout)).to.include({ holds: true });

    const secret = loadSecret({ home, secret: null });
    await withStore((store) => alterStoredQuote({ store, secret }, answer.standard.digest, { value: 1 }));
    const tampered = await heed("explain", answer.standard.digest);
    expect(tampered.code).to.equal(2);
    expect(tampered.stdout).to.contain("✗ The quote does not hold").and.to.contain("✗ value");
  });

  it("say what is missing or unknown, without a stack trace", async () => {
    const nobody = await heed("quote", "--content", "1", "--json");
    expect([nobody.code, JSON.parse(nobody.stdout).error.code]).to.deep.equal([1, "no-buyer"]);
    const unknown = await heed("quote", "--content", "99", "--wallet", buyer);
    expect([unknown.code, unknown.stdout]).to.deep.equal([1, ""]);
    expect(unknown.stderr).to.contain("There is no content 99.").and.not.to.contain("    at ");
    const never = await heed("explain", `0x${"ab".repeat(32)}`, "--json");
    expect([never.code, JSON.parse(never.stdout).error.code]).to.deep.equal([1, "unknown-quote"]);
  });

  it("ask the oracle that holds the store, where one runs", async () => {
    const oracle = await startOracle({
      port: await freePort(),
      home,
      rpcUrl: chain.url,
      webOrigins: ["http://localhost:3000"],
      logFile: join(home, "oracle.log"),
      env: { DATABASE_URL: "" },
    });
    try {
      const { code, stdout, stderr } = await heed("quote", "--content", "1", "--viewer", "v_nobody");
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain("asking the oracle at");
      expect(stdout).to.contain("standard").and.to.contain("none: no consent");
    } finally {
      await oracle.stop();
    }
  });
});
