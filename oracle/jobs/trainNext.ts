import { rm } from "node:fs/promises";
import type { InterestKind } from "../interest/architecture.ts";
import { HeedError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { activateModel, loadActiveModel, saveModel } from "../store/models.ts";
import type { TrainingOutcome } from "../store/trainings.ts";
import type { TrainAppraiserHooks } from "../value/train.ts";
import { datasetFromStore } from "../value/trainFromStore.ts";
import { trainAgainst } from "../value/trainInWorker.ts";

export interface NextModel {
  model: InterestKind;
  seed: number;
  /** What had been received then is learned from. */
  untilMs: number;
  checkpoint?: string | undefined;
  threads?: number | undefined;
}

/**
 * Trains from the store's events, stores the model, and lets it serve if it beats what serves on the newest day, which it hasn't been trained
 * on. A checkpoint that the events have left behind (an erasure, say) is given up: what was erased must not be learned from.
 */
export async function trainNext(
  db: Database,
  next: NextModel,
  hooks: TrainAppraiserHooks = {},
): Promise<TrainingOutcome> {
  const { model, seed, untilMs, checkpoint, threads } = next;
  const dataset = await datasetFromStore(db, untilMs);
  const rival = await loadActiveModel(db);
  const train = () =>
    trainAgainst(
      rival,
      dataset,
      { seed, nowMs: untilMs, interest: { model, ...(threads && { threads }), ...(checkpoint && { checkpoint }) } },
      hooks,
    );
  const { artefact, comparison } = await train().catch(async (error: unknown) => {
    if (!checkpoint || !(error instanceof HeedError) || error.code !== "bad-checkpoint") throw error;
    await rm(checkpoint, { force: true });
    return await train();
  });
  await saveModel(db, artefact, comparison);
  if (comparison.better) await activateModel(db, artefact.name);
  if (checkpoint) await rm(checkpoint, { force: true });
  return { name: artefact.name, served: comparison.better, comparison };
}
