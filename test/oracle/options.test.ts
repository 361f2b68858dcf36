import { Writable } from "node:stream";
import { expect } from "chai";
import { createLogger } from "../../oracle/service/logger.ts";
import { readOptions } from "../../oracle/service/options.ts";

describe("options", () => {
  it("have a default for everything on the local chain", () => {
    expect(readOptions({})).to.deep.include({
      port: 8787,
      databaseUrl: null,
      chainId: 31337,
      webOrigins: ["http://localhost:3000", "http://127.0.0.1:3000"],
      rateWeiPerSecond: null,
      retentionDays: 90,
    });
  });

  it("take what the environment says", () => {
    const options = readOptions({
      HEED_PORT: "0",
      HEED_WEB_ORIGIN: "https://heed.example, http://localhost:4000",
      HEED_RATE_WEI: "123456789012345678901234567890",
      DATABASE_URL: "postgresql://user:word@host/db",
      HEED_AUDIENCE: "simulated",
      HEED_OPERATOR_TOKEN: "t".repeat(32),
    });
    expect(options).to.deep.include({
      port: 0,
      webOrigins: ["https://heed.example", "http://localhost:4000"],
      rateWeiPerSecond: 123456789012345678901234567890n,
      databaseUrl: "postgresql://user:word@host/db",
      audience: "simulated",
      operatorToken: "t".repeat(32),
    });
  });

  it("leave trainings to workers only where a database takes them", () => {
    expect(() => readOptions({ HEED_TRAINING: "elsewhere" }))
      .to.throw("HEED_TRAINING=elsewhere needs a PostgreSQL")
      .with.property("field", "HEED_TRAINING");
    const env = { HEED_TRAINING: "elsewhere", DATABASE_URL: "postgresql://user:word@host/db" };
    expect(readOptions(env).training).to.equal("elsewhere");
  });

  it("give published keys to the local chain only", () => {
    expect(readOptions({}).faucetKey).to.be.a("string");
    expect(() => readOptions({ HEED_CHAIN_ID: "84532" }))
      .to.throw("HEED_SIGNER_KEY")
      .with.property("code", "bad-option");
    const elsewhere = readOptions({ HEED_CHAIN_ID: "84532", HEED_SIGNER_KEY: `0x${"1".repeat(64)}` });
    expect(elsewhere.faucetKey).to.equal(null);
  });

  const wrong: [string, string][] = [
    ["HEED_PORT", "eighty"],
    ["HEED_PORT", "70000"],
    ["HEED_RATE_WEI", "0.01"],
    ["HEED_WEB_ORIGIN", "localhost:3000"],
    ["HEED_WEB_ORIGIN", "http://localhost:3000/path"],
    ["HEED_RPC_URL", "file:///etc/passwd"],
    ["DATABASE_URL", "mysql://user:hunter2@host/db"],
    ["HEED_SECRET", "hunter2"],
    ["HEED_SIGNER_KEY", "0xhunter2"],
    ["HEED_OPERATOR_TOKEN", `hunter2${"2".repeat(24)}`],
    ["HEED_OPERATOR_TOKEN", `hunter2 ${"2".repeat(32)}`],
    ["HEED_AUDIENCE", "imaginary"],
    ["HEED_LOG_LEVEL", "loud"],
    ["HEED_RETENTION_DAYS", "0"],
  ];
  for (const [name, value] of wrong) {
    it(`refuse ${name}=${value}, naming the variable and what it should hold`, () => {
      const refusal = expect(() => readOptions({ [name]: value })).to.throw(name);
      refusal.with.property("hint").that.includes(name);
      refusal.with.property("message").that.does.not.include("hunter2");
    });
  }
});

describe("the log", () => {
  it("holds no secret, wherever it stands in what is logged", () => {
    const lines: string[] = [];
    const logger = createLogger(
      "info",
      new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk));
          done();
        },
      }),
    );
    const options = readOptions({ DATABASE_URL: "postgresql://user:hunter2@host/db", HEED_SECRET: "ab".repeat(32) });
    logger.info(
      { options, request: { headers: { cookie: "heed_session=sealed", authorization: "Bearer token" } } },
      "said",
    );
    const [line] = lines;
    expect(line).to.include("said").and.include("[redacted]");
    for (const secret of ["hunter2", "abab", options.signerKey, options.faucetKey!, "sealed", "Bearer"]) {
      expect(line).not.to.include(secret);
    }
  });
});
