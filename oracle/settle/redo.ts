import { eq } from "drizzle-orm";
import { HeedError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { epochs } from "../store/schema/settlement.ts";
import { dropEpoch } from "./proposals.ts";
import { thawFrom } from "./thaw.ts";

/** Epochs that no quorum has signed: nobody can post the proposal that is forgotten. */
const REDOABLE = ["frozen", "proposed"];

/**
 * Forgets an unsigned epoch's proposal and frozen rows, and those of later ones that build on it, so that the keeper freezes and proposes
 * it anew: after what made reporters object was mended.
 * @returns the epochs that are to be done anew; null if this one isn't known
 * @throws {HeedError} epoch-not-redoable: a quorum has signed it, or it is done with
 */
export async function redoEpoch(db: Database, epoch: number): Promise<number[] | null> {
  return await db.transaction(async (tx) => {
    const [found] = await tx.select({ state: epochs.state }).from(epochs).where(eq(epochs.epoch, epoch)).for("update");
    if (!found) return null;
    if (!REDOABLE.includes(found.state)) throw notRedoable(epoch, found.state);
    await dropEpoch(tx, epoch);
    return await thawFrom(tx, epoch);
  });
}

function notRedoable(epoch: number, state: string): HeedError {
  return new HeedError(`Epoch ${epoch} can't be done anew: it is ${state}.`, {
    code: "epoch-not-redoable",
    status: 409,
    field: "epoch",
    hint: "Only an epoch that waits for its reporters' signatures can be; a signed report stands, or is vetoed by the guardian.",
  });
}
