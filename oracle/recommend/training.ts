import { sql } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import { type Database, rows } from "../store/database.ts";
import { activateModel, saveModel } from "../store/models.ts";
import { datasetFromStore } from "../value/trainFromStore.ts";
import { trainInWorker } from "../value/trainInWorker.ts";
import type { AppraiserHolder } from "./appraiserHolder.ts";

export interface TrainingState {
  state: "idle" | "running" | "failed";
  progress?: { stage: string; share: number };
  /** What went wrong the last time. */
  error?: string;
}

export interface Training {
  readonly state: TrainingState;
  /** Trains from the store's events in a thread of its own and serves the result. Returns false if that is under way already. */
  begin(): boolean;
  /** Begins if there is something to learn from and nothing was ever trained. */
  beginIfFirst(): Promise<void>;
  /** Settles when no training is under way. */
  idle(): Promise<void>;
  /** Ends what is under way; the model that serves goes on serving. */
  stop(): Promise<void>;
}

const SEED = 20_260_115;

/** Builds the part that trains the oracle's own models, one training at a time. */
export function createTraining(
  { store: { db }, logger, clock }: Pick<Context, "store" | "logger" | "clock">,
  models: Pick<AppraiserHolder, "reload">,
): Training {
  let state: TrainingState = { state: "idle" };
  let running: Promise<void> | null = null;
  let abort = new AbortController();

  async function train(signal: AbortSignal): Promise<void> {
    const startedAtMs = performance.now();
    const dataset = await datasetFromStore(db);
    const artefact = await trainInWorker(
      dataset,
      { seed: SEED, nowMs: clock.nowMs() },
      {
        signal,
        onProgress: (progress) => {
          state = { state: "running", progress };
        },
      },
    );
    await saveModel(db, artefact);
    await activateModel(db, artefact.name);
    await models.reload();
    logger.info(
      { model: artefact.name, seconds: Math.round((performance.now() - startedAtMs) / 1000) },
      "model trained",
    );
  }

  const begin = () => {
    if (running) return false;
    state = { state: "running", progress: { stage: "data", share: 0 } };
    abort = new AbortController();
    running = train(abort.signal)
      .then(
        () => {
          state = { state: "idle" };
        },
        (err: unknown) => {
          if (!abort.signal.aborted) logger.warn({ err }, "training failed");
          state = { state: "failed", error: err instanceof Error ? err.message : String(err) };
        },
      )
      .finally(() => {
        running = null;
      });
    return true;
  };

  return {
    get state() {
      return state;
    },
    begin,
    async beginIfFirst() {
      if (await isUntaught(db)) begin();
    },
    idle: () => running ?? Promise.resolve(),
    async stop() {
      abort.abort(new Error("The oracle is stopping."));
      await running;
    },
  };
}

/** Whether there are contents and behaviour, and no model was ever trained. */
async function isUntaught(db: Database): Promise<boolean> {
  const [found] = await rows<{ untaught: boolean }>(
    db,
    sql`select exists (select from contents) and exists (select from events) and not exists (select from models) as untaught`,
  );
  return found?.untaught ?? false;
}
