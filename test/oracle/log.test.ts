import { Writable } from "node:stream";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { privateKeyToAccount } from "viem/accounts";
import type { Listening } from "../../oracle/api/listen.ts";
import { createChainClient } from "../../oracle/chain/client.ts";
import { findViewer } from "../../oracle/privacy/viewers.ts";
import type { Context } from "../../oracle/service/context.ts";
import { createLogger } from "../../oracle/service/logger.ts";
import { testContext } from "./support/context.ts";
import { serve, signInConsenting, type Visitor } from "./support/server.ts";
import { useStore } from "./support/stores.ts";

const RPC_KEY = "an-rpc-key-that-nobody-may-see";

describe("what the log says of a failure", () => {
  const store = useStore();
  const account = privateKeyToAccount(`0x${"ab".repeat(32)}`);
  let lines: string[];
  let context: Context;
  let api: Listening;
  let viewer: Visitor;

  beforeEach(async () => {
    lines = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    // Nothing listens there.
    const rpcUrl = `http://user:${RPC_KEY}@127.0.0.1:9/v2/${RPC_KEY}`;
    context = testContext(store(), { logger: createLogger("debug", destination), options: { rpcUrl } });
    api = await serve(context);
    viewer = await signInConsenting(api.url, context, account);
  });
  afterEach(() => api.close());

  const failures = () => lines.map((line) => JSON.parse(line)).filter(({ err }) => err);

  async function expectNobodyNamed(): Promise<void> {
    const log = lines.join("").toLowerCase();
    const pseudonym = await findViewer(context, account.address);
    for (const name of [account.address, account.address.slice(2), pseudonym!, RPC_KEY, "user:"]) {
      expect(log).not.to.include(name.toLowerCase());
    }
  }

  it("is the route, the statement and the database's own words, without the statement's parameters", async () => {
    await store().db.execute(sql`alter table creators rename column bio to lost`);
    const saved = await viewer.send("PUT", "/creators/me", { name: "A name\n    at 0x1", bio: "A life." });
    const read = await viewer.send("GET", `/creators/${account.address}`);
    await store().db.execute(sql`alter table creators rename column lost to bio`);
    expect([saved.status, read.status]).to.deep.equal([500, 500]);
    expect(saved.body.error).to.deep.include({ code: "internal", retry: true });
    const [first, second] = failures();
    expect([first.route, second.route]).to.deep.equal(["/creators/me", "/creators/:address"]);
    expect(first.err.message).to.match(/^Failed query: insert into "creators"/);
    expect(first.err.cause).to.deep.include({ code: "42703" });
    expect(first.err.stack.join()).to.include("works.ts");
    expect(lines.join("")).not.to.include("A life").and.not.to.include("A name");
    await expectNobodyNamed();
  });

  it("names no wallet after NUL bytes in whatever can be sent, which is refused and no failure at all", async () => {
    const bio = await viewer.send("PUT", "/creators/me", { name: "name", bio: "a\u0000b" });
    expect([bio.status, bio.body.error.field]).to.deep.equal([400, "bio"]);
    const name = await viewer.send("PUT", "/creators/me", { name: "a\u0000b", bio: "" });
    expect([name.status, name.body.error.field]).to.deep.equal([400, "name"]);
    const events = [{ id: crypto.randomUUID(), contentId: "1\u0000", kind: "click", atMs: context.clock.nowMs() }];
    const sent = await viewer.send("POST", "/events", { events });
    expect([sent.status, sent.body.rejected[0].field]).to.deep.equal([202, "contentId"]);
    const queried = await viewer.send("GET", "/me/attention?contentId=1%00");
    expect(queried.status).to.equal(400);
    expect(failures()).to.deep.equal([]);
    await expectNobodyNamed();
  });

  it("holds neither the node's address, with its key, nor what was asked of it", async () => {
    const failure = await createChainClient(context.options)
      .getBalance({ address: account.address })
      .catch((error: unknown) => error);
    expect(String(failure)).to.include(RPC_KEY);
    context.logger.warn({ err: new Error("The node is gone.", { cause: failure }) }, "chain round failed");
    expect(failures()[0].err.message).to.equal("The node is gone.");
    expect(failures()[0].err.cause.message).to.include("URL: [url]");
    await expectNobodyNamed();
  });

  it("says what it can of what isn't even an error", () => {
    context.logger.error({ err: `Bearer ${"ab".repeat(20)}` }, "odd");
    expect(failures()[0].err).to.deep.equal({ type: "string", message: "Bearer [hex]" });
  });
});
