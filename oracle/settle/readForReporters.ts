import { and, eq, inArray, lt } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { campaignBriefs } from "../store/schema/campaigns.ts";
import { epochCampaigns, epochs, reportObjections, reportSignatures } from "../store/schema/settlement.ts";
import { readSpends } from "./proposals.ts";

/** Reads what the advertisers of an epoch's campaigns deposited, by the hash that is on the chain. */
export async function readBriefs(db: Database, epoch: number) {
  const { audienceHash, audience, creative } = campaignBriefs;
  return await db
    .selectDistinctOn([audienceHash], { audienceHash, audience, creative })
    .from(campaignBriefs)
    .innerJoin(epochCampaigns, eq(epochCampaigns.audienceHash, audienceHash))
    .where(eq(epochCampaigns.epoch, epoch));
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
