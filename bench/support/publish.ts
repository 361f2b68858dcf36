import { keccak256, toHex } from "viem";
import type { Store } from "../../oracle/store/open.ts";
import { contents } from "../../oracle/store/schema/chain.ts";

/** Puts contents into a store as if they had been published, ids from 1: what a bench without a chain needs. */
export async function publishWithoutChain({ db }: Store, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  await db.insert(contents).values(
    ids.map((contentId) => ({
      contentId,
      creator: "0x0000000000000000000000000000000000000001",
      splitId: "1",
      contentHash: keccak256(toHex(contentId)),
      uri: `bench:${contentId}`,
      floorWei: 0n,
      ceilingWei: 10n ** 18n,
      referralBps: 0,
      listed: true,
      block: 1,
      publishedAtMs: 0,
    })),
  );
  return ids;
}
