import { desc, eq } from "drizzle-orm";
import type { InterestKind } from "../interest/architecture.ts";
import type { Comparison } from "../value/compareModels.ts";
import type { Database } from "./database.ts";
import { trainings } from "./schema/trainings.ts";

/** What a training came to. */
export interface TrainingOutcome {
  name: string;
  /** Whether it serves since. */
  served: boolean;
  comparison: Comparison;
}

export interface TrainingRecord {
  id: string;
  model: InterestKind;
  state: "queued" | "running" | "done" | "failed";
  stage: string | null;
  share: number | null;
  error: string | null;
  outcome: TrainingOutcome | null;
  requestedAtMs: number;
}

/** Notes that a training was asked for, unless somebody has begun it already. */
export async function recordRequest(
  db: Database,
  request: Pick<TrainingRecord, "id" | "model" | "requestedAtMs">,
): Promise<void> {
  await db
    .insert(trainings)
    .values({ ...request, state: "queued" })
    .onConflictDoNothing();
}

/** Notes a training, or what has become of it. */
export async function recordTraining(
  db: Database,
  record: Pick<TrainingRecord, "id" | "model" | "requestedAtMs" | "state"> & Partial<TrainingRecord>,
): Promise<void> {
  const { id, ...rest } = { stage: null, share: null, error: null, outcome: null, ...record };
  await db
    .insert(trainings)
    .values({ id, ...rest })
    .onConflictDoUpdate({ target: trainings.id, set: rest });
}

/** Notes how far a training is. */
export async function recordProgress(db: Database, id: string, stage: string, share: number): Promise<void> {
  await db.update(trainings).set({ stage, share }).where(eq(trainings.id, id));
}

/** The training that was asked for last, or null before the first. */
export async function readLatestTraining(db: Database): Promise<TrainingRecord | null> {
  const [row] = await db.select().from(trainings).orderBy(desc(trainings.requestedAtMs), desc(trainings.id)).limit(1);
  return (row as TrainingRecord | undefined) ?? null;
}
