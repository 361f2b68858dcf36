import { type Brief, briefHash, canonicalBrief } from "@heed/contracts/brief";
import type { Database } from "./database.ts";
import { campaignBriefs } from "./schema/campaigns.ts";

/**
 * Keeps a brief under its hash, in canonical form; one that is there already stays as it is, whoever deposited it.
 * @returns its hash, which goes on chain as `audienceHash`.
 */
export async function saveBrief(db: Database, advertiser: string, brief: Brief, atMs: number): Promise<`0x${string}`> {
  const audienceHash = briefHash(brief);
  const { audience, creative } = JSON.parse(canonicalBrief(brief)) as Brief;
  await db
    .insert(campaignBriefs)
    .values({ audienceHash, advertiser, audience, creative, createdAtMs: atMs })
    .onConflictDoNothing();
  return audienceHash;
}
