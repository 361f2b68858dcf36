import { expect } from "chai";
import { createClient } from "../../oracle/api/client.ts";
import { answerOf, signIn } from "../../scripts/seed/api.ts";
import { ADVERTISER } from "../../scripts/seed/campaigns.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { advertise } from "../../scripts/seed.ts";
import { type Scene, sharedScene } from "./support/stack.ts";

describe("the demo's campaigns", () => {
  let scene: Scene;
  before(async () => {
    scene = await sharedScene();
  });

  const options = () => ({ oracleUrl: scene.oracleUrl, rpcUrl: scene.stack.rpcUrl, webOrigin: scene.webOrigin });

  it("are two that run, and readers who opted in see their ads and read on", async () => {
    const { created, readers, reading } = await advertise(options(), new AbortController().signal, 1);
    expect(created).to.equal(2);
    expect(readers).to.have.length(30);
    await reading;

    const { campaigns } = await answerOf(await createClient(scene.oracleUrl).campaigns.$get({ query: {} }));
    expect(campaigns.map(({ state }) => state)).to.deep.equal(["running", "running"]);
    expect(campaigns.map(({ advertiser }) => advertiser)).to.deep.equal(
      Array(2).fill({ address: demoAccount(ADVERTISER.slug).address, name: ADVERTISER.name }),
    );
    expect(campaigns.map(({ audience }) => audience?.matching)).to.deep.equal(["personal", "standard"]);

    const exports = await Promise.all(
      readers.map(async (name) => {
        const client = await signIn(scene, demoAccount(name));
        // biome-ignore lint/suspicious/noExplicitAny: an export has everything, typed as records
        return (await answerOf(await client.me.export.$get())) as any;
      }),
    );
    const viewed = exports.filter(({ ads }) => ads.some((ad: { viewedAtMs: number | null }) => ad.viewedAtMs !== null));
    expect(viewed.length).to.be.at.least(10);
    for (const { earning, attention } of exports) {
      const since = attention.filter(({ toMs }: { toMs: number }) => toMs > earning.sinceMs);
      expect(since).to.have.length.at.least(1);
    }
  });

  it("aren't created again while they run, and the reading ends at a signal", async () => {
    const stop = new AbortController();
    const { created, reading } = await advertise(options(), stop.signal);
    expect(created).to.equal(0);
    stop.abort();
    await reading;
  });
});
