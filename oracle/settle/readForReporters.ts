import { and, eq, gte, inArray, lt } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { campaignBriefs } from "../store/schema/campaigns.ts";
import { campaigns } from "../store/schema/chain.ts";
import { epochs, reportObjections, reportSignatures } from "../store/schema/settlement.ts";
import { readSpends } from "./proposals.ts";

/**
 * Reads what was deposited before an epoch's end by the advertisers of campaigns whose dates it lies in, by the hash that is on the chain;
 * also of those that don't bid, so that reporters see that nobody is left out.
 */
export async function readBriefs(db: Database, { toMs, fromMs }: { fromMs: number; toMs: number }) {
  const { audienceHash, audience, creative, createdAtMs } = campaignBriefs;
  return await db
    .selectDistinctOn([audienceHash], { audienceHash, audience, creative })
    .from(campaignBriefs)
    .innerJoin(campaigns, eq(campaigns.audienceHash, audienceHash))
    .where(and(lt(createdAtMs, toMs), lt(campaigns.startsAt, toMs / 1000), gte(campaigns.firstEndsAt, fromMs / 1000)));
}

/** What campaigns spent by a report that is on the chain and not settled yet: [campaign, wei] each, as decimal text. */
export interface EarlierSpends {
  epoch: number;
  digest: string;
  spends: [campaignId: string, wei: string][];
}

/** Reads what reports before this epoch's are still to debit: it is spent, though the chain hasn't moved it. */
export async function readEarlierSpends(db: Database, epoch: number): Promise<EarlierSpends[]> {
  const unsettled = await db
    .select({ epoch: epochs.epoch, digest: epochs.digest })
    .from(epochs)
    .where(and(inArray(epochs.state, ["posted", "final"]), lt(epochs.epoch, epoch)));
  return await Promise.all(
    unsettled.map(async (one) => {
      const spends = await readSpends(db, one.epoch);
      const pairs = spends.map(({ campaignId, amount }): [string, string] => [
        campaignId.toString(),
        amount.toString(),
      ]);
      return { epoch: one.epoch, digest: one.digest!, spends: pairs };
    }),
  );
}

/** What a reporter has said of a report, or null. */
export async function readAnswer(db: Database, digest: string, signer: string): Promise<"signed" | "objected" | null> {
  const by = (table: typeof reportSignatures | typeof reportObjections) =>
    db
      .select({ epoch: table.epoch })
      .from(table)
      .where(and(eq(table.digest, digest), eq(table.signer, signer)));
  if ((await by(reportSignatures)).length > 0) return "signed";
  return (await by(reportObjections)).length > 0 ? "objected" : null;
}
