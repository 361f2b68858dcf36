import { expect } from "chai";
import { sql } from "drizzle-orm";
import type { Listening } from "../../oracle/api/listen.ts";
import { dayOf } from "../../oracle/price/storedQuote.ts";
import { currentConsent, recordConsent } from "../../oracle/privacy/consent.ts";
import { eraseViewer } from "../../oracle/privacy/erase.ts";
import { expireBehaviour } from "../../oracle/privacy/expire.ts";
import { holdViewer } from "../../oracle/privacy/holdViewer.ts";
import { accountTag, newViewerKey, unwrapKey, type ViewerId, viewerId, wrapKey } from "../../oracle/privacy/keys.ts";
import { ensureViewer, findViewer, findWholeViewer } from "../../oracle/privacy/viewers.ts";
import type { Context } from "../../oracle/service/context.ts";
import { rows } from "../../oracle/store/database.ts";
import { insertQuotes } from "../../oracle/store/quotes.ts";
import { consents, events, follows, reductions, viewerKeys } from "../../oracle/store/schema/behaviour.ts";
import { quotes } from "../../oracle/store/schema/quotes.ts";
import { checkSecret } from "../../oracle/store/settings.ts";
import { act, dwell, wire } from "./support/behaviour.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock, testContext, testSecret } from "./support/context.ts";
import { serve, signIn, signInConsenting } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";

const DAY = 24 * 3600 * 1000;
const otherSecret = testSecret.toReversed();

describe("pseudonyms", () => {
  const address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

  it("come from a random key: the same wallet's next one is another", () => {
    expect(viewerId(newViewerKey()))
      .to.match(/^v_[0-9a-f]{64}$/)
      .and.not.equal(viewerId(newViewerKey()));
  });

  it("are found for a wallet however its address is written, and only with the secret", () => {
    expect(accountTag(testSecret, address)).to.equal(accountTag(testSecret, address.toLowerCase()));
    expect(accountTag(testSecret, address)).not.to.equal(accountTag(otherSecret, address));
  });

  it("can't be had from a wrapped key without the secret, for another wallet, or after a change", () => {
    const key = newViewerKey();
    const tag = accountTag(testSecret, address);
    const wrapped = wrapKey(testSecret, tag, key);
    expect([...unwrapKey(testSecret, tag, wrapped)]).to.deep.equal([...key]);
    expect(() => unwrapKey(otherSecret, tag, wrapped))
      .to.throw("can't be opened")
      .with.property("code", "key-unreadable");
    expect(() => unwrapKey(testSecret, `${tag}0`, wrapped)).to.throw("can't be opened");
    const altered = wrapped.with(20, wrapped[20]! ^ 1);
    expect(() => unwrapKey(testSecret, tag, altered)).to.throw("can't be opened");
  });
});

describeOnEachStore("privacy", (store) => {
  let clock: SetClock;
  let context: Context;
  let api: Listening;

  beforeEach(async () => {
    clock = new SetClock(Date.now());
    context = testContext(store(), { clock });
    api = await serve(context);
    await publishContents(store().db, 3);
  });
  afterEach(() => api.close());

  async function behave(): Promise<Awaited<ReturnType<typeof signInConsenting>>> {
    const viewer = await signInConsenting(api.url, context);
    const batch = [wire(act("click", clock.ms - 90_000)), wire(dwell(clock.ms - 80_000, clock.ms))];
    expect((await viewer.send("POST", "/events", { events: batch })).body.accepted).to.equal(2);
    return viewer;
  }

  /** Every cell of every behaviour table, as one text. */
  async function everythingStored(): Promise<string> {
    const tables = ["viewer_keys", "consents", "siwe_nonces", "events", "reductions", "attention", "follows", "quotes"];
    const dumps = await Promise.all(
      tables.map((table) =>
        rows<{ dump: string | null }>(store().db, sql.raw(`select string_agg(t::text, ' ') as dump from ${table} t`)),
      ),
    );
    return dumps
      .flat()
      .map(({ dump }) => dump ?? "")
      .join(" ")
      .toLowerCase();
  }

  it("never writes a wallet's address beside behaviour", async () => {
    const { account } = await behave();
    const dump = await everythingStored();
    expect(dump).to.include("click");
    expect(dump).not.to.include(account.address.slice(2).toLowerCase());
  });

  it("appends every decision to the consent ledger", async () => {
    const viewer = await signIn(api.url, context);
    expect((await viewer.send("GET", "/consent")).body).to.deep.equal({ collect: false, personalise: false });
    await viewer.send("PUT", "/consent", { collect: true, personalise: false });
    clock.ms += 1000;
    await viewer.send("PUT", "/consent", { collect: true, personalise: true });
    expect((await viewer.send("GET", "/consent")).body).to.deep.equal({ collect: true, personalise: true });
    const ledger = await store().db.select().from(consents).orderBy(consents.seq);
    expect(ledger.map(({ collect, personalise, atMs }) => [collect, personalise, atMs - clock.ms])).to.deep.equal([
      [true, false, -1000],
      [true, true, 0],
    ]);
  });

  it("keeps nothing about somebody who only ever said no", async () => {
    const viewer = await signIn(api.url, context);
    await viewer.send("PUT", "/consent", { collect: false, personalise: false });
    expect([await store().db.$count(viewerKeys), await store().db.$count(consents)]).to.deep.equal([0, 0]);
  });

  it("exports everything it has about the viewer, to the viewer", async () => {
    const viewer = await behave();
    const stranger = await behave();
    const { body } = await viewer.send("GET", "/me/export");
    expect(body.address).to.equal(viewer.account.address);
    expect(body.events.map(({ kind }: { kind: string }) => kind)).to.deep.equal(["click", "dwell"]);
    expect(body.reductions.map(({ reason }: { reason: string }) => reason)).to.deep.equal(["heartbeat-cap"]);
    expect(body.attention).to.have.length(1);
    expect(body.consents).to.have.length(1);
    expect(body).to.include.all.keys("follows", "quotes", "purchases");
    expect(JSON.stringify(body)).not.to.include((await stranger.send("GET", "/me/export")).body.viewer);
  });

  it("erases: behaviour is gone, the key destroyed, and nothing that is left leads to the wallet", async () => {
    const viewer = await behave();
    const bystander = await behave();
    const { viewer: pseudonym } = (await viewer.send("GET", "/me/export")).body;
    expect((await viewer.send("DELETE", "/me")).body).to.deep.equal({ erased: true });

    expect(await findViewer(context, viewer.account.address)).to.equal(null);
    expect(await store().db.$count(viewerKeys)).to.equal(1);
    expect([await store().db.$count(events), await store().db.$count(reductions)]).to.deep.equal([2, 1]);
    expect(await everythingStored()).not.to.include(accountTag(testSecret, viewer.account.address));
    expect((await viewer.send("GET", "/me/export")).body).to.deep.include({ viewer: null, events: [], attention: [] });
    expect((await bystander.send("GET", "/me/export")).body.events).to.have.length(2);
    expect((await viewer.send("DELETE", "/me")).body).to.deep.equal({ erased: false });

    // Coming back is being somebody new.
    expect(await ensureViewer(context, viewer.account.address)).not.to.equal(pseudonym);
  });

  it("takes no event for an erased viewer, and takes them again after a new consent", async () => {
    const viewer = await behave();
    await viewer.send("DELETE", "/me");
    const batch = { events: [wire(act("like", clock.ms))] };
    expect((await viewer.send("POST", "/events", batch)).body.error.code).to.equal("consent-required");
    await viewer.send("PUT", "/consent", { collect: true, personalise: false });
    expect((await viewer.send("POST", "/events", batch)).body.accepted).to.equal(1);
  });

  it("never opens an erased pseudonym again, whatever consent meets the erasure", async () => {
    for (let round = 0; round < 5; round += 1) {
      const viewer = await behave();
      const { viewer: pseudonym } = (await viewer.send("GET", "/me/export")).body;
      const again = () => viewer.send("PUT", "/consent", { collect: true, personalise: true });
      const answers = await Promise.all([again(), viewer.send("DELETE", "/me"), again(), again()]);
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
      expect(await currentConsent(store().db, pseudonym)).to.deep.equal({ collect: false, personalise: false });
    }
  });

  it("gives who consents just after an erasure a new pseudonym, even if the old one had been looked up before", async () => {
    const viewer = await behave();
    const { address } = viewer.account;
    const lookedUp: ViewerId[] = [];
    await holdViewer(
      context,
      address,
      async (lookup) => {
        const found = await ensureViewer(lookup, address);
        if (lookedUp.push(found) === 1) await eraseViewer(context, address);
        return found;
      },
      (transaction, found) => recordConsent(transaction, found, { collect: true, personalise: false }, clock.ms),
    );
    expect(lookedUp).to.have.length(2);
    const consentsNow = await Promise.all(lookedUp.map((one) => currentConsent(store().db, one)));
    expect(consentsNow.map(({ collect }) => collect)).to.deep.equal([false, true]);
    expect(await findViewer(context, address)).to.equal(lookedUp[1]);
  });

  it("leaves nothing behind when erasure and intake meet", async () => {
    const viewer = await behave();
    const { viewer: pseudonym } = (await viewer.send("GET", "/me/export")).body;
    const sending = Array.from({ length: 10 }, (_, i) =>
      viewer.send("POST", "/events", { events: [wire(act("click", clock.ms - i))] }),
    );
    await Promise.all([...sending, viewer.send("DELETE", "/me")]);
    expect(await store().db.$count(events, sql`viewer = ${pseudonym}`)).to.equal(0);
  });

  it("forgets raw behaviour when its time is over", async () => {
    const viewer = await behave();
    clock.ms += 89 * DAY;
    expect(await expireBehaviour(context)).to.equal(0);
    clock.ms += 2 * DAY;
    expect(await expireBehaviour(context)).to.equal(2);
    const now = await signIn(api.url, context, viewer.account);
    expect((await now.send("GET", "/me/export")).body).to.deep.include({ events: [], reductions: [], attention: [] });
  });

  it("forgets standard quotes within a week, and personal ones within the retention period", async () => {
    const { account } = await behave();
    const viewer = (await findWholeViewer(context, account.address))!;
    const today = dayOf(clock.ms);
    const kept = async (daysAgo: number, id: string | null) => {
      await store().db.delete(quotes);
      const row = { tag: "t", viewer: id, sealed: new Uint8Array(8), createdDay: today - daysAgo };
      await insertQuotes(store().db, [{ row, accountTag: id && viewer.accountTag }]);
      await expireBehaviour(context);
      return (await store().db.$count(quotes)) === 1;
    };
    expect([await kept(6, null), await kept(7, null)]).to.deep.equal([true, false]);
    expect([await kept(89, viewer.id), await kept(90, viewer.id)]).to.deep.equal([true, false]);
  });

  it("stores no follow for who is being erased", async () => {
    for (let round = 0; round < 5; round += 1) {
      const viewer = await behave();
      const follow = (index: number) => viewer.send("PUT", `/follows/0x${(index + 1).toString(16).padStart(40, "0")}`);
      const answers = await Promise.all([
        ...[0, 1, 2].map(follow),
        viewer.send("DELETE", "/me"),
        ...[3, 4, 5].map(follow),
      ]);
      expect(answers[3]?.body).to.deep.equal({ erased: true });
      for (const { status } of answers) expect(status).to.be.oneOf([200, 403]);
      expect(await store().db.$count(follows)).to.equal(0);
    }
  });

  it("refuses to work on a store that was made with another secret", async () => {
    await checkSecret(store().db, testSecret);
    await checkSecret(store().db, testSecret);
    const refusal = await checkSecret(store().db, otherSecret).catch((error: unknown) => error);
    expect(refusal).to.have.property("code", "secret-changed");
    expect(refusal)
      .to.have.property("hint")
      .that.matches(/HEED_SECRET/);
  });
});
