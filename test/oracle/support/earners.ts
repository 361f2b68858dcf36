import { getAddress } from "viem";
import type { Database } from "../../../oracle/store/database.ts";
import { attention, consents } from "../../../oracle/store/schema/behaviour.ts";
import { earners } from "../../../oracle/store/schema/campaigns.ts";

let made = 0;

/** Puts opted-in viewers into the store who each gave contents so many milliseconds, ending at `atMs`. Returns their pseudonyms. */
export async function storeEarners(
  db: Database,
  count: number,
  atMs: number,
  spent: Record<string, number>,
  personalise = true,
): Promise<string[]> {
  const viewers = Array.from({ length: count }, () => `v_${(++made).toString(16).padStart(64, "0")}`);
  for (const viewer of viewers) {
    const account = getAddress(`0x${viewer.slice(-40)}`);
    await db.insert(earners).values({ viewer, account, shareBps: 3000, dailySeconds: null, sinceMs: 0 });
    await db.insert(consents).values({ viewer, collect: true, personalise, atMs: 0 });
    let toMs = atMs;
    for (const [contentId, ms] of Object.entries(spent)) {
      await db.insert(attention).values({ viewer, contentId, fromMs: toMs - ms, toMs });
      toMs -= ms;
    }
  }
  return viewers;
}
