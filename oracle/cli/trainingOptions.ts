import type { InterestKind } from "../interest/architecture.ts";
import type { TrainOptions } from "../interest/trainOptions.ts";

/** What a command says of the sequence model's training. */
export interface TrainingOptions {
  model: InterestKind;
  threads?: number | undefined;
  checkpoint?: string | undefined;
}

/** The same as training takes it: what wasn't said is left to it. */
export function trainingOptionsOf({ model, threads, checkpoint }: TrainingOptions): Omit<TrainOptions, "seed"> {
  return { model, ...(threads !== undefined && { threads }), ...(checkpoint !== undefined && { checkpoint }) };
}
