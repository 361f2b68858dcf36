import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { earningsOf } from "../../oracle/insight/earnings.ts";
import { openQuote, type StoredQuote, sealQuote } from "../../oracle/price/storedQuote.ts";
import { recordConsent } from "../../oracle/privacy/consent.ts";
import { eraseViewer } from "../../oracle/privacy/erase.ts";
import { ensureViewer, findWholeViewer } from "../../oracle/privacy/viewers.ts";
import { createCatalogue } from "../../oracle/recommend/catalogue.ts";
import { createViewerReader } from "../../oracle/recommend/viewerInputs.ts";
import {
  applyRange,
  type ChainCursor,
  type IndexedEvents,
  readCursor,
  rollBack,
} from "../../oracle/store/chainIndex.ts";
import { readCounts } from "../../oracle/store/counts.ts";
import { returnGrant, takeGrant } from "../../oracle/store/faucetGrants.ts";
import { follow, readFollowed, unfollow } from "../../oracle/store/follows.ts";
import { findQuote, insertQuotes, type NewQuote } from "../../oracle/store/quotes.ts";
import { readLicences, readRevenue } from "../../oracle/store/revenue.ts";
import { consents, events } from "../../oracle/store/schema/behaviour.ts";
import { works } from "../../oracle/store/schema/catalogue.ts";
import { quotes } from "../../oracle/store/schema/quotes.ts";
import { findOwner, readBody, saveWork, type Work } from "../../oracle/store/works.ts";
import { testContext } from "./support/context.ts";
import { describeOnEachStore } from "./support/stores.ts";

const HASH = `0x${"ab".repeat(32)}`;
const HUGE = 2n ** 255n;
const cursor = (indexedBlock: number): ChainCursor => {
  return { chainId: 31337, market: "0xM", indexedBlock, indexedHash: `0x${indexedBlock}` };
};
const nothing: IndexedEvents = {
  splits: [],
  contents: [],
  priceBounds: [],
  referralTerms: [],
  unlisted: [],
  purchases: [],
  supports: [],
  claims: [],
  rewards: {
    campaigns: [],
    campaignPayments: [],
    closed: [],
    reports: [],
    vetoed: [],
    openedPayouts: [],
    rewardClaims: [],
  },
};
const work: Work = {
  contentHash: HASH,
  creator: "0xA",
  title: "Title",
  summary: "Summary",
  language: "en",
  topics: ['with "quotes", commas', "and {braces}"],
  body: "The text.",
  words: 2,
  lengthSeconds: 1,
  createdAtMs: 5,
};
const published = (block: number): Partial<IndexedEvents> => ({
  splits: [{ splitId: "1", payees: ["0xT", "0xA"], bps: [250, 9_750], block }],
  contents: [
    {
      contentId: "1",
      creator: "0xA",
      splitId: "1",
      contentHash: HASH,
      uri: "heed:work:1",
      floorWei: 1n,
      ceilingWei: HUGE,
      referralBps: 500,
      listed: true,
      block,
      publishedAtMs: 1_700_000_000_000,
    },
  ],
  priceBounds: [{ block, logIndex: 0, contentId: "1", floorWei: 1n, ceilingWei: HUGE }],
  referralTerms: [{ block, logIndex: 0, contentId: "1", bps: 500 }],
});
const bought = (block: number, logIndex: number, unitPriceWei: bigint, referrer: string | null = null) => {
  const place = { txHash: `0x${block}${logIndex}`, logIndex, block, atMs: block };
  return { ...place, contentId: "1", buyer: "0xB", recipient: "0xB", quantity: 2n, unitPriceWei, referrer };
};

describeOnEachStore("the market's store", (store) => {
  const db = () => store().db;
  const apply = (before: number | null, after: number, changes: Partial<IndexedEvents>) =>
    applyRange(db(), before === null ? null : cursor(before), cursor(after), { ...nothing, ...changes }, [
      { number: after, hash: `0x${after}`, atMs: after },
    ]);

  it("keeps a quote as it was, however large its numbers, and its pair of the same digest beside it", async () => {
    const context = testContext(store());
    await ensureViewer(context, "0xB");
    const viewer = (await findWholeViewer(context, "0xB"))!;
    const quote: StoredQuote = {
      digest: HASH,
      kind: "personal",
      message: {
        recipient: null,
        unitPrice: HUGE.toString(),
        maxQuantity: "1",
        referrer: "0x0",
        expiresAt: "9",
        counter: "0",
        chainId: 31337,
        market: "0xM",
      },
      content: { contentId: "1", creator: "0xA", topics: ["it's", '"'], language: "zh", lengthSeconds: 12 },
      unitPriceWei: HUGE.toString(),
      floorWei: "0",
      ceilingWei: HUGE.toString(),
      rateWei: "10000000000000000",
      interest: 0.1 + 0.2,
      value: 1 / 3,
      model: "m",
      modelHash: HASH,
      inputsHash: HASH,
      inputSeqs: [1, 2, 9_007_199_254_740_991],
      signature: "0x00",
      createdAtMs: 1_700_000_000_000,
    };
    const standard: StoredQuote = { ...quote, kind: "standard", interest: null, inputSeqs: [] };
    const { secret } = context;
    const [own, everybodys] = [sealQuote(secret, quote, viewer), sealQuote(secret, standard, null)];
    expect([...(await insertQuotes(db(), [own, everybodys]))]).to.deep.equal([viewer.accountTag]);
    expect([...(await insertQuotes(db(), [own]))]).to.deep.equal([viewer.accountTag]);
    expect(await db().$count(quotes)).to.equal(2);
    expect(own.row.tag).not.to.equal(everybodys.row.tag);
    const open = async ({ row: { tag } }: NewQuote, by: typeof viewer | null) =>
      openQuote(secret, (await findQuote(db(), tag))!, by);
    expect(await open(own, viewer)).to.deep.equal(quote);
    expect(await open(everybodys, null)).to.deep.equal(standard);
    const shut = await open(own, null).catch((error: unknown) => error);
    expect(shut, "a personal quote, by the secret alone").to.have.property("code", "quote-unreadable");
    expect(await findQuote(db(), HASH)).to.equal(null);

    await eraseViewer(context, "0xB");
    expect(await findQuote(db(), own.row.tag)).to.equal(null);
    expect([...(await insertQuotes(db(), [own, everybodys]))]).to.deep.equal([]);
    expect(await db().$count(quotes)).to.equal(1);
  });

  it("leaves no personal quote behind where quotes and an erasure meet", async () => {
    const context = testContext(store());
    for (let round = 0; round < 5; round += 1) {
      const address = `0xb${round}`;
      await ensureViewer(context, address);
      const viewer = (await findWholeViewer(context, address))!;
      const write = (index: number) => {
        const row = { tag: `${round}-${index}`, viewer: viewer.id, sealed: new Uint8Array(8), createdDay: 1 };
        return insertQuotes(db(), [{ row, accountTag: viewer.accountTag }]);
      };
      const writes = Array.from({ length: 8 }, (_, index) => write(index));
      const erasing = eraseViewer(context, address);
      const more = Array.from({ length: 8 }, (_, index) => write(8 + index));
      const held = await Promise.all([...writes, ...more]);
      expect(await erasing).to.equal(true);
      expect(held.some((tags) => tags.size === 0) || held.every((tags) => tags.size === 1)).to.equal(true);
      expect(await db().$count(quotes)).to.equal(0);
    }
  });

  it("moves cursor and rows together, and refuses a range that doesn't follow", async () => {
    expect(await apply(null, 10, published(9))).to.equal(true);
    expect(await apply(null, 10, published(9))).to.equal(false);
    expect(await apply(9, 12, {})).to.equal(false);
    expect(await readCursor(db())).to.deep.equal(cursor(10));
    expect((await readCounts(db())).contents).to.equal(1);
  });

  it("restores bounds, referral share and listing when blocks are taken back", async () => {
    await apply(null, 10, published(9));
    await apply(10, 20, {
      priceBounds: [
        { block: 12, logIndex: 3, contentId: "1", floorWei: 3n, ceilingWei: 4n },
        { block: 12, logIndex: 5, contentId: "1", floorWei: 5n, ceilingWei: 6n },
      ],
      referralTerms: [{ block: 13, logIndex: 0, contentId: "1", bps: 70 }],
      unlisted: [{ contentId: "1", block: 14 }],
      purchases: [bought(15, 0, 5n)],
    });
    const content = async () => (await createCatalogue(db(), () => 0).get("1"))?.content;
    expect(await content()).to.include({ floorWei: 5n, ceilingWei: 6n, referralBps: 70, listed: false });
    expect(await rollBack(db(), cursor(20), { number: 10, hash: "0x10", atMs: 10 })).to.equal(true);
    expect(await content()).to.include({ floorWei: 1n, ceilingWei: HUGE, referralBps: 500, listed: true });
    expect((await readCounts(db())).purchases).to.equal(0);
    expect(await rollBack(db(), cursor(10), null)).to.equal(true);
    expect(await content()).to.equal(undefined);
  });

  it("divides each purchase by the referral share that held then, and dues by what was claimed", async () => {
    await apply(null, 10, published(9));
    await apply(10, 20, {
      purchases: [bought(11, 0, 1_000n, "0xR"), bought(13, 0, 1_000n, "0xR")],
      referralTerms: [{ block: 12, logIndex: 0, contentId: "1", bps: 1_000 }],
      claims: [{ txHash: "0xc", logIndex: 0, block: 12, atMs: 12, account: "0xA", splitIds: ["1"], amountWei: 1_852n }],
    });
    const { purchases } = await readRevenue(db());
    expect(purchases.map((row) => [row.amountWei, row.referralBps])).to.deep.equal([
      [2_000n, 500],
      [2_000n, 1_000],
    ]);
    // 1,900 before the claim, 1,800 after it; 97.5 % each.
    expect(await earningsOf(db(), "0xA")).to.deep.equal({
      revenueWei: 3_700n,
      claimedWei: 1_852n,
      splits: [{ splitId: "1", bps: 9_750, revenueWei: 3_700n, dueWei: 3_607n - 1_852n }],
    });
    const [licence] = await readLicences(db(), "0xB");
    expect(licence?.quantity).to.equal(4n);
    expect(licence?.newest.block).to.equal(13);
  });

  it("joins a work with its publication, and lets only its creator describe it anew", async () => {
    expect(await saveWork(db(), work)).to.equal(true);
    expect(await saveWork(db(), { ...work, creator: "0xB" })).to.equal(false);
    expect(await saveWork(db(), { ...work, topics: ["before"] })).to.equal(true);
    await apply(null, 10, published(9));
    expect(await saveWork(db(), { ...work, title: "After", topics: ["after"] })).to.equal(true);
    const entry = await createCatalogue(db(), () => 0).get("1");
    expect(entry?.work).to.deep.include({ title: "After", topics: ["before"] });
    expect("The text.".startsWith(entry!.work!.preview)).to.equal(true);
    expect(entry?.features).to.deep.include({ contentId: "1", topics: ["before"], lengthSeconds: 1 });
    expect(await readBody(db(), "1")).to.equal("The text.");
  });

  it("takes who deposited a text for its owner, and before that who published its hash", async () => {
    expect(await findOwner(db(), HASH)).to.equal(null);
    await apply(null, 10, published(9));
    expect(await findOwner(db(), HASH)).to.equal("0xA");
    expect(await saveWork(db(), { ...work, creator: "0xB" })).to.equal(true);
    expect(await findOwner(db(), HASH)).to.equal("0xB");
    // Published by another than who deposited it: nothing of the work is fixed by that.
    expect(await saveWork(db(), { ...work, creator: "0xB", language: "de" })).to.equal(true);
    expect(await readBody(db(), "1")).to.equal(null);
    expect((await db().select().from(works))[0]).to.include({ creator: "0xB", language: "de" });
  });

  it("sees consent, new events and erased ones with the next read, whatever was read before", async () => {
    const context = testContext(store());
    const viewer = await ensureViewer(context, "0xB");
    const reader = createViewerReader(
      context,
      createCatalogue(db(), () => 0),
    );
    const read = () => reader.ofWallet("0xB");
    const happened = (atMs: number, verifiedMs: number) => {
      const shared = { viewer, contentId: "1", kind: "dwell", receivedAtMs: atMs };
      return { ...shared, eventId: randomUUID(), atMs, dwellMs: verifiedMs, verifiedMs };
    };
    await db()
      .insert(events)
      .values([happened(50_000, 3_000), happened(40_000, 2_000)]);
    expect(await read()).to.equal(null);
    await recordConsent(db(), viewer, { collect: true, personalise: true }, 1);
    const first = await read();
    expect(first?.visits).to.have.length(1);
    expect(first?.visits[0]).to.include({ contentId: "1", kind: "dwell", dwellMs: 5_000, startedAtMs: 38_000 });
    expect(await read()).to.deep.equal(first);
    await db().insert(events).values(happened(45_000, 1_000));
    expect((await read())?.visits[0]?.dwellMs).to.equal(6_000);
    const [together, again] = await Promise.all([read(), reader.ofViewer("v_nobody")]);
    expect([together?.seqs.length, again]).to.deep.equal([3, null]);
    await db().delete(events);
    expect((await read())?.visits).to.deep.equal([]);
    await db().delete(consents);
    expect(await read()).to.equal(null);
  });

  it("remembers follows and grants once", async () => {
    await follow(db(), "v_1", "0xA", 1);
    await follow(db(), "v_1", "0xA", 2);
    await follow(db(), "v_1", "0xB", 3);
    expect(await readFollowed(db(), "v_1")).to.deep.equal(["0xA", "0xB"]);
    await unfollow(db(), "v_1", "0xA");
    expect(await readFollowed(db(), "v_1")).to.deep.equal(["0xB"]);
    const grant = { address: "0xA", block: 1, atMs: 1 };
    expect([await takeGrant(db(), grant), await takeGrant(db(), grant)]).to.deep.equal([true, false]);
    await returnGrant(db(), "0xA");
    expect(await takeGrant(db(), grant)).to.equal(true);
  });
});
