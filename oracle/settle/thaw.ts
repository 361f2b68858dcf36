import { and, eq, gte, inArray, isNull } from "drizzle-orm";
import type { Database } from "../store/database.ts";
import { epochCampaigns, epochContents, epochs, epochViewers } from "../store/schema/settlement.ts";

const FROZEN = [epochCampaigns, epochViewers, epochContents] as const;

/** Forgets what was frozen of an epoch and all later ones whose proposals were taken back, so that they are frozen anew on other terms. */
export async function thawFrom(tx: Database, epoch: number): Promise<number[]> {
  const merelyFrozen = and(gte(epochs.epoch, epoch), eq(epochs.state, "frozen"), isNull(epochs.report));
  const thawed = (await tx.delete(epochs).where(merelyFrozen).returning({ epoch: epochs.epoch })).map(
    (row) => row.epoch,
  );
  if (thawed.length === 0) return [];
  for (const table of FROZEN) await tx.delete(table).where(inArray(table.epoch, thawed));
  return thawed;
}
