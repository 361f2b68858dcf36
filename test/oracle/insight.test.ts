import { expect } from "chai";
import { eq } from "drizzle-orm";
import { attentionByContent, insightByContent } from "../../oracle/insight/attentionByContent.ts";
import { closeGroups, lastMidnight } from "../../oracle/insight/closeGroups.ts";
import { incomeOf } from "../../oracle/insight/income.ts";
import { keepStandardPrices, pricesOf } from "../../oracle/insight/prices.ts";
import { attention, events } from "../../oracle/store/schema/behaviour.ts";
import { works } from "../../oracle/store/schema/catalogue.ts";
import { contents, purchases, referralTerms, splits, supports } from "../../oracle/store/schema/chain.ts";
import { epochCells, epochRows, epochs } from "../../oracle/store/schema/settlement.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock } from "./support/context.ts";
import { describeOnEachStore } from "./support/stores.ts";

const NOW = new SetClock().ms;
const DAY = 24 * 3600 * 1000;
const MIDNIGHT = lastMidnight(NOW);
const YESTERDAY = MIDNIGHT - DAY;
/** Three sections of ten seconds, by their headings. */
const BODY = ["# One", "word ".repeat(40), "# Two", "word ".repeat(40), "# Three", "word ".repeat(40)].join("\n\n");

describeOnEachStore("insight", (store) => {
  const db = () => store().db;
  const nobody = async () => [];
  const close = (nowMs = NOW, interested: (id: string) => Promise<string[]> = nobody) =>
    closeGroups(db(), ["1", "2"], nowMs, interested);
  const insight = async () => (await insightByContent(db(), ["1"]))[0]!;

  beforeEach(async () => {
    await publishContents(db(), 2);
    await db()
      .update(works)
      .set({ body: BODY })
      .where(eq(works.contentHash, (await db().select().from(contents))[0]!.contentHash));
  });

  /** One viewer's walk through the text: blocks with the seconds spent in each, one after the other. */
  async function walk(viewer: string, blocks: readonly (readonly [number | null, number])[], fromMs = YESTERDAY) {
    let atMs = fromMs;
    for (const [section, seconds] of blocks) {
      const span = { viewer, contentId: "1", fromMs: atMs, toMs: atMs + seconds * 1000, section };
      await db().insert(attention).values(span);
      atMs = span.toMs;
    }
    return atMs;
  }

  async function complete(viewer: string, atMs: number) {
    const shared = { viewer, contentId: "1", kind: "complete", dwellMs: 0, verifiedMs: 0, receivedAtMs: atMs };
    await db()
      .insert(events)
      .values({ ...shared, eventId: crypto.randomUUID(), atMs });
  }

  const readers = (count: number, first = 0) => Array.from({ length: count }, (_, i) => `v_${first + i}`);

  it("says nothing of nine viewers, and speaks of ten", async () => {
    for (const viewer of readers(9)) await walk(viewer, [[0, 3]]);
    await close();
    expect(await insight()).to.deep.include({ viewers: null, seconds: null, completion: null, sections: null });
    await walk("v_9", [[0, 3]]);
    await close();
    expect(await insight()).to.deep.include({ viewers: 10, seconds: 30, asOfMs: MIDNIGHT });
    expect(await attentionByContent(db(), ["2", "1"])).to.deep.equal([
      { contentId: "2", seconds: null, viewers: null },
      { contentId: "1", seconds: 30, viewers: 10 },
    ]);
  });

  it("counts nothing of today, and whatever was waiting at the next midnight", async () => {
    for (const viewer of readers(12)) await walk(viewer, [[0, 3]], MIDNIGHT + 1000);
    await close();
    expect((await insight()).viewers).to.equal(null);
    await close(NOW + DAY);
    expect(await insight()).to.deep.include({ viewers: 10, seconds: 36, asOfMs: MIDNIGHT + DAY });
  });

  it("lets no viewer be found by subtracting one day's answer from another's", async () => {
    for (const viewer of readers(11)) await walk(viewer, [[0, 3]]);
    await close();
    const before = await insight();
    // One more reader, one who comes back, and nine who do: still too few to be a group of their own.
    await walk("v_11", [[2, 50]], MIDNIGHT + 1000);
    for (const viewer of readers(8)) await walk(viewer, [[2, 50]], MIDNIGHT + 1000);
    await close(NOW + DAY);
    expect(await insight()).to.deep.equal(before);
    await walk("v_12", [[2, 50]], MIDNIGHT + 1000);
    await close(NOW + DAY);
    expect((await insight()).seconds).to.equal(530);
  });

  it("never changes a closed group, not even when a viewer of it is erased or sends something late", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[0, 3]]);
    await close();
    const before = await insight();
    await db().delete(attention).where(eq(attention.viewer, "v_3"));
    await walk("v_10", [[0, 3]], YESTERDAY + 60_000);
    await close();
    expect(await insight()).to.deep.equal(before);
  });

  it("doesn't count those who earn from the content: nine and its creator are no ten", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[0, 3]]);
    await close(NOW, async () => ["v_4"]);
    expect((await insight()).viewers).to.equal(null);
  });

  it("closes one group where two replicas close it at once", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[0, 3]]);
    await Promise.all([close(), close()]);
    expect(await insight()).to.deep.include({ viewers: 10, seconds: 30 });
  });

  it("says how far readers get, where they stop, what they read again, and how long it takes", async () => {
    for (const viewer of readers(10)) {
      const atMs = await walk(viewer, [
        [1, 10],
        [3, 20],
        [5, 10],
      ]);
      await complete(viewer, atMs);
    }
    // Ten more stop in the second section; half of them after going back to the first.
    for (const viewer of readers(5, 10))
      await walk(viewer, [
        [1, 10],
        [3, 20],
      ]);
    for (const viewer of readers(5, 15))
      await walk(viewer, [
        [1, 10],
        [3, 20],
        [1, 5],
      ]);
    await close();
    expect(await insight()).to.deep.include({
      viewers: 20,
      completion: 50,
      returning: 0,
      sections: [
        { reached: 100, lost: 0, reread: 25, seconds: 11 },
        { reached: 100, lost: 50, reread: 0, seconds: 20 },
        { reached: 50, lost: 0, reread: 0, seconds: 10 },
      ],
    });
  });

  it("takes a group into a section's figures only with ten of its own there", async () => {
    for (const viewer of readers(20))
      await walk(viewer, [
        [1, 10],
        [3, 20],
      ]);
    await close();
    const before = (await insight()).sections![1];
    for (const viewer of readers(9, 20)) await walk(viewer, [[1, 10]], MIDNIGHT + 1000);
    await walk(
      "v_29",
      [
        [1, 10],
        [3, 500],
        [1, 5],
      ],
      MIDNIGHT + 1000,
    );
    await close(NOW + DAY);
    const after = (await insight()).sections!;
    expect(after[0]!.seconds).to.equal(10);
    expect(after[1]).to.deep.equal({ ...before, reached: 70 });
    expect(before).to.include({ lost: 100, seconds: 20 });
  });

  it("gives no share of fewer than ten readers of a section", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[1, 10]]);
    for (const viewer of readers(9, 10))
      await walk(viewer, [
        [1, 10],
        [3, 10],
      ]);
    await close();
    const { sections } = await insight();
    expect(sections?.[1]).to.deep.equal({ reached: 45, lost: null, reread: null, seconds: null });
  });

  it("says nothing about sections where fewer than ten told where they were", async () => {
    for (const viewer of readers(9)) await walk(viewer, [[1, 10]]);
    for (const viewer of readers(9, 9)) await walk(viewer, [[null, 10]]);
    await close();
    expect(await insight()).to.deep.include({ viewers: 10, sections: null });
  });

  it("knows who came back on another day", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[1, 10]], YESTERDAY - DAY);
    for (const viewer of readers(5)) await walk(viewer, [[1, 10]], YESTERDAY);
    await close();
    expect((await insight()).returning).to.equal(50);
  });

  it("forgets a group whose id means another work now", async () => {
    for (const viewer of readers(10)) await walk(viewer, [[1, 10]]);
    await close();
    await db().update(contents).set({ contentHash: "0xother" }).where(eq(contents.contentId, "1"));
    expect((await insight()).viewers).to.equal(null);
  });

  it("adds income up by day and content, each share rounded down, referrals off first", async () => {
    await db()
      .insert(splits)
      .values({ splitId: "1", payees: ["0xA", "0xB"], bps: [7_000, 3_000], block: 1 });
    await db().insert(referralTerms).values({ block: 1, logIndex: 9, contentId: "1", bps: 500 });
    const purchase = (at: number, unitPriceWei: bigint, referrer: string | null) => ({
      ...{ txHash: `0x${at}`, logIndex: 0, block: 2, atMs: MIDNIGHT + at, contentId: "1" },
      ...{ buyer: "0xC", recipient: "0xC", quantity: 1n, unitPriceWei, referrer },
    });
    await db()
      .insert(purchases)
      .values([purchase(1, 1_001n, null), purchase(2, 1_000n, "0xR")]);
    await db().insert(supports).values({
      txHash: "0x3",
      logIndex: 0,
      block: 2,
      atMs: MIDNIGHT,
      contentId: "2",
      supporter: "0xC",
      amountWei: 10n,
    });
    const day = MIDNIGHT / DAY;
    const none = { purchases: 0, salesWei: 0n, supports: 0, supportWei: 0n, campaignsWei: 0n };
    // (1001 + 1000 − 50) × 0.7 = 1365.7
    expect(await incomeOf(db(), "0xA")).to.deep.equal([
      { ...none, day, contentId: "1", purchases: 2, salesWei: 1_365n },
      { ...none, day, contentId: "2", supports: 1, supportWei: 7n },
    ]);
  });

  it("adds what campaigns paid for attention to the account's pieces, and not for the account's own", async () => {
    const epoch = { epoch: 5, state: "settled", fromMs: MIDNIGHT - 1000, toMs: MIDNIGHT, frozenAtMs: MIDNIGHT };
    await db()
      .insert(epochs)
      .values({ ...epoch, block: 1, previousRateWei: 1n });
    await db()
      .insert(epochCells)
      .values({ epoch: 5, cell: 0, campaigns: ["1", "2"], supplyMs: 1_000, spentWei: [101n, 51n] });
    await db()
      .insert(epochRows)
      .values([
        { epoch: 5, account: "0xA", role: 1, cell: 0, units: 5_000_000n },
        { epoch: 5, account: "0xA", role: 0, cell: 0, units: 5_000_000n },
      ]);
    const [line] = await incomeOf(db(), "0xA");
    // Rounded down once a cell, as it is paid.
    expect(line).to.deep.include({ day: MIDNIGHT / DAY, contentId: null, campaignsWei: 76n });
    await db().update(epochs).set({ state: "vetoed" });
    expect(await incomeOf(db(), "0xA")).to.deep.equal([]);
  });

  it("keeps each day's mean of the standard price, beside the mean of what was paid", async () => {
    const [content] = await db().select().from(contents);
    const sample = (standardWei: bigint, atMs: number) =>
      keepStandardPrices(db(), [{ contentId: "1", contentHash: content!.contentHash, standardWei }], atMs);
    await sample(10n, YESTERDAY);
    await sample(20n, YESTERDAY + 1);
    await sample(40n, MIDNIGHT);
    const bought = { txHash: "0x1", logIndex: 0, block: 2, atMs: MIDNIGHT, contentId: "1", buyer: "0xC" };
    await db()
      .insert(purchases)
      .values({ ...bought, recipient: "0xC", quantity: 2n, unitPriceWei: 7n, referrer: null });
    expect(await pricesOf(db(), "1")).to.deep.equal([
      { day: YESTERDAY / DAY, standardWei: 15n, paidWei: null, licences: 0 },
      { day: MIDNIGHT / DAY, standardWei: 40n, paidWei: 7n, licences: 2 },
    ]);
  });
});
