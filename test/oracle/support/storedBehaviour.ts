import { randomUUID } from "node:crypto";
import { createRandom } from "../../../oracle/interest/random.ts";
import type { Database } from "../../../oracle/store/database.ts";
import { events } from "../../../oracle/store/schema/behaviour.ts";
import { works } from "../../../oracle/store/schema/catalogue.ts";
import { contents } from "../../../oracle/store/schema/chain.ts";

const MINUTE_MS = 60_000;
const PIECES = 8;

/** Writes published pieces into a store, and viewers who give every other one of them much time. */
export async function storeBehaviour(db: Database, nowMs: number, viewers = 30): Promise<void> {
  const pieces = Array.from({ length: PIECES }, (_, i) => ({
    id: String(i + 1),
    hash: `0x${i}`,
    creator: `0xc${i % 2}`,
  }));
  await db.insert(works).values(
    pieces.map(({ hash, creator }) => ({
      contentHash: hash,
      creator,
      title: "A piece",
      summary: "A text.",
      language: "en",
      topics: [creator],
      body: "word ".repeat(200),
      words: 200,
      lengthSeconds: 60,
      createdAtMs: 0,
    })),
  );
  await db.insert(contents).values(
    pieces.map(({ id, hash, creator }) => ({
      contentId: id,
      creator,
      splitId: "1",
      contentHash: hash,
      uri: "",
      floorWei: 1n,
      ceilingWei: 10n,
      referralBps: 0,
      listed: true,
      block: 1,
      publishedAtMs: 0,
    })),
  );
  const random = createRandom(11);
  const rows = Array.from({ length: viewers }, (_, viewer) => {
    let atMs = nowMs - 3 * 24 * 60 * MINUTE_MS + viewer * 20 * MINUTE_MS;
    return Array.from({ length: 20 }, () => {
      const keen = random.next() < 0.85;
      const contentId = String(1 + 2 * random.below(PIECES / 2) + ((viewer + Number(keen)) % 2));
      const dwellMs = keen ? 40_000 + random.below(15_000) : 1_000 + random.below(2_000);
      atMs += dwellMs + 2 * MINUTE_MS;
      const shared = { viewer: `v_${viewer}`, contentId, receivedAtMs: atMs };
      return [
        { ...shared, eventId: randomUUID(), kind: "click", atMs: atMs - dwellMs, dwellMs: 0, verifiedMs: 0 },
        { ...shared, eventId: randomUUID(), kind: "dwell", atMs, dwellMs, verifiedMs: dwellMs },
      ];
    }).flat();
  }).flat();
  await db.insert(events).values(rows);
}
