import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createClient } from "../../oracle/api/client.ts";
import { answerOf } from "../../scripts/seed/api.ts";
import { seed, trade } from "../../scripts/seed.ts";
import { startChain } from "../../scripts/stack/chain.ts";
import type { Child } from "../../scripts/stack/child.ts";
import { deployContracts } from "../../scripts/stack/contracts.ts";
import { operatorTokenOf } from "../../scripts/stack/operatorToken.ts";
import { startOracle } from "../../scripts/stack/oracle.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { eventually } from "./support/eventually.ts";

const webOrigin = "http://localhost:3000";
const VIEWERS = 8;

describe("Seeding the demo", () => {
  const home = mkdtempSync(join(tmpdir(), "heed-seed-"));
  const running: Child[] = [];
  let chain: Child & { url: string };
  let oracleUrl: string;

  before(async () => {
    chain = await startChain({ port: await freePort(), logFile: join(home, "chain.log") });
    running.push(chain);
    await deployContracts(chain.url);
    const oracle = await startOracle({
      port: await freePort(),
      home,
      rpcUrl: chain.url,
      webOrigins: [webOrigin],
      logFile: join(home, "oracle.log"),
    });
    running.push(oracle);
    oracleUrl = oracle.url;
  });

  after(async () => {
    for (const child of running.reverse()) await child.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const options = () => ({
    oracleUrl,
    rpcUrl: chain.url,
    webOrigin,
    viewers: VIEWERS,
    operatorToken: operatorTokenOf(home),
  });
  const counts = async () => (await answerOf(await createClient(oracleUrl).status.$get())).counts;
  let first: Map<string, string>;

  it("publishes every piece, lets the audience read and some of it buy", async () => {
    const seeded = await seed(options());
    first = seeded.contentIds;
    expect(seeded.events).to.be.above(0);
    const bought = await trade(options());
    expect(bought).to.be.above(0);
    await eventually("the index holds the purchases", async () =>
      (await counts()).purchases === bought ? bought : null,
    );
    const { contents } = await answerOf(await createClient(oracleUrl).contents.$get({ query: {} }));
    expect(contents.map(({ contentId }) => contentId)).to.have.members([...first.values()]);
    for (const { title, creator } of contents) expect(creator.name, title).to.not.equal("");
  });

  it("changes nothing when done again", async () => {
    const before = await counts();
    const again = await seed(options());
    expect(again.contentIds).to.deep.equal(first);
    expect(again.events).to.equal(0);
    expect(await trade(options())).to.equal(0);
    expect(await counts()).to.deep.equal(before);
  });

  it("gives every piece its old id again on a chain that was restarted under the oracle's database", async () => {
    const before = await counts();
    await chain.stop();
    const port = Number(new URL(chain.url).port);
    chain = await startChain({ port, logFile: join(home, "chain.log") });
    running.push(chain);
    await deployContracts(chain.url);
    const again = await seed(options());
    expect(again.contentIds).to.deep.equal(first);
    expect(again.events).to.equal(0);
    const { viewers, events } = await counts();
    expect({ viewers, events }).to.deep.equal({ viewers: before.viewers, events: before.events });
    expect(await trade(options())).to.be.above(0);
  });

  it("refuses any chain but a local one, because its keys are public", async () => {
    const mainnet = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on("data", (chunk) => chunks.push(chunk))
        .on("end", () => {
          const asked: { id: number }[] = [JSON.parse(Buffer.concat(chunks).toString())].flat();
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(asked.map(({ id }) => ({ jsonrpc: "2.0", id, result: "0x1" }))));
        });
    }).listen(0, "127.0.0.1");
    await once(mainnet, "listening");
    const rpcUrl = `http://127.0.0.1:${(mainnet.address() as AddressInfo).port}`;
    const refused = await seed({ ...options(), rpcUrl }).catch((error: Error) => error.message);
    mainnet.close();
    expect(refused).to.include("on a local chain (31337) only").and.to.include("is chain 1.");
  });
});
