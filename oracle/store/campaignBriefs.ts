import type { Audience, Brief, Creative } from "@heed/contracts/brief";
import { briefHash, canonicalBrief } from "@heed/contracts/brief";
import { eq } from "drizzle-orm";
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

/** The brief of a hash, or null where nobody deposited one. */
export async function readBrief(db: Database, audienceHash: string): Promise<Brief | null> {
  const [row] = await db
    .select({ audience: campaignBriefs.audience, creative: campaignBriefs.creative })
    .from(campaignBriefs)
    .where(eq(campaignBriefs.audienceHash, audienceHash));
  return row ? { audience: row.audience as Audience, creative: row.creative as Creative } : null;
}
