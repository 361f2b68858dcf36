import { keccak256, toHex } from "viem";
import type { Database } from "../../../oracle/store/database.ts";
import { works } from "../../../oracle/store/schema/catalogue.ts";
import { contents } from "../../../oracle/store/schema/chain.ts";

const CREATOR = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** Puts contents into the store as the indexer would have: ids from 1, each text `lengthSeconds` long. */
export async function publishContents(db: Database, count: number, lengthSeconds = 100): Promise<void> {
  for (let id = 1; id <= count; id += 1) {
    const contentHash = keccak256(toHex(`body ${id}`));
    await db.insert(works).values({
      contentHash,
      creator: CREATOR,
      title: `Piece ${id}`,
      summary: "",
      language: "en",
      topics: ["test"],
      body: `body ${id}`,
      words: lengthSeconds * 4,
      lengthSeconds,
      createdAtMs: 0,
    });
    await db.insert(contents).values({
      contentId: String(id),
      creator: CREATOR,
      splitId: "1",
      contentHash,
      uri: `heed:${contentHash}`,
      floorWei: 1n,
      ceilingWei: 10n ** 18n,
      referralBps: 0,
      listed: true,
      block: 1,
      publishedAtMs: 0,
    });
  }
}
