import { sql } from "drizzle-orm";
import type { InterestKind } from "../interest/architecture.ts";
import { createTrainingJobs } from "../jobs/trainingJobs.ts";
import type { Context } from "../service/context.ts";
import { type Database, rows } from "../store/database.ts";
import type { TrainingOutcome } from "../store/trainings.ts";
import type { AppraiserHolder } from "./appraiserHolder.ts";

export interface TrainingState {
  state: "idle" | "queued" | "running" | "failed";
  model?: InterestKind;
  progress?: { stage: string; share: number };
  /** What went wrong the last time. */
  error?: string;
  /** What the last training came to. */
  outcome?: TrainingOutcome;
}

export interface Training {
  state(): Promise<TrainingState>;
  /** Asks for a model from the store's events; it serves if it is better than what serves. Returns false if that is under way already. */
  begin(model: InterestKind): Promise<boolean>;
  /** Takes jobs, unless others are to, and begins if there is something to learn from and nothing was ever trained. */
  start(): Promise<void>;
  /** Settles when no training is under way here. */
  idle(): Promise<void>;
  /** Ends what is under way, to be taken up again; the model that serves goes on serving. */
  stop(): Promise<void>;
}

/** Builds the part that has the oracle's own models trained, one training at a time, here or in a worker on the same database. */
export function createTraining(context: Context, models: Pick<AppraiserHolder, "reload">): Training {
  const { db } = context.store;
  const jobs = createTrainingJobs(context);
  const here = context.options.training === "here";
  const work = async () => {
    if (here) await jobs.work(models.reload);
  };
  return {
    async state() {
      const latest = await jobs.latest();
      if (!latest) return { state: "idle" };
      const { state, model, stage, share, error, outcome } = latest;
      return {
        state: state === "done" ? "idle" : state,
        model,
        ...(stage !== null && share !== null && { progress: { stage, share } }),
        ...(error !== null && { error }),
        ...(outcome && { outcome }),
      };
    },
    async begin(model) {
      await work();
      return (await jobs.request(model)) !== null;
    },
    async start() {
      await work();
      if (await isUntaught(db)) await jobs.request("gru");
    },
    idle: jobs.idle,
    stop: jobs.stop,
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
