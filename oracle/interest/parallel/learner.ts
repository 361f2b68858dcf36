import type { Network } from "../network.ts";
import type { Negatives } from "../operations/sampledSoftmax.ts";
import { batchOf, type TrainingSet } from "../trainingSet.ts";
import type { ChosenOptions } from "../trainOptions.ts";
import { applyGradients, gradientLength, type TouchedRows, trainStep } from "../trainStep.ts";
import { type Board, createBoard, SEED, SIZE } from "./board.ts";
import { workOutPart } from "./part.ts";
import { startThreads } from "./threads.ts";

export interface LearnerStep {
  /** Counts from 1. */
  step: number;
  seed: number;
  /** Present for the sampled loss. */
  negatives: Negatives | undefined;
}

/** A network and what teaches it. */
export interface Learner {
  readonly network: Network;
  /** Learns from one batch of sequences; `loss` is the mean over `rows` targets. */
  learn(ids: Int32Array, step: LearnerStep): Promise<{ loss: number; rows: number }>;
  /** Ends its threads. */
  close(): Promise<void>;
}

export type LearnerOptions = Pick<ChosenOptions, "batch" | "negatives" | "dropout" | "loss" | "learningRate">;

/**
 * Learns with `threads` threads, the calling one among them: each works out the gradients of its part of a batch, and their mean, weighed by
 * the parts' targets, is what one thread finds, up to the rounding of floats. A thread that fails ends `learn` with its error.
 */
export async function createLearner(
  network: Network,
  set: TrainingSet,
  options: LearnerOptions,
  threads: number,
): Promise<Learner> {
  return threads > 1 ? await createParallel(network, set, options, threads) : createSingle(network, set, options);
}

function createSingle(network: Network, set: TrainingSet, options: LearnerOptions): Learner {
  return {
    network,
    async learn(ids, step) {
      const { batch, targets, count } = batchOf(set, ids);
      return { loss: trainStep(network, batch, targets, { ...options, ...step }), rows: count };
    },
    async close() {},
  };
}

async function createParallel(
  start: Network,
  given: TrainingSet,
  options: LearnerOptions,
  count: number,
): Promise<Learner> {
  const board = createBoard(start, given, options, count);
  const { network, control, findings } = board;
  const threads = await startThreads(board);
  return {
    network,
    async learn(ids, { step, seed, negatives }) {
      board.ids.set(ids);
      control[SIZE] = ids.length;
      control[SEED] = seed;
      if (negatives) {
        board.negatives.ids.set(negatives.ids);
        board.negatives.logExpected.set(negatives.logExpected);
      }
      threads.begin();
      const touched = workOutPart(board, 0);
      await threads.done();
      const rows = findings.reduce((sum, { score }) => sum + score[1]!, 0);
      const loss = findings.reduce((sum, { score }) => sum + (score[1]! > 0 ? score[0]! * score[1]! : 0), 0) / rows;
      applyGradients(network, meanGradients(board, touched), { ...options, step }, touched);
      return { loss, rows };
    },
    close: threads.close,
  };
}

/** The parts' gradients weighed by their rows, in the place of the first part's. Always added up in the same order. */
function meanGradients({ network, findings }: Board, touched: TouchedRows | undefined): Float32Array[] {
  const rows = findings.reduce((sum, { score }) => sum + score[1]!, 0);
  return [...network.values()].map((parameter, i) => {
    const mean = findings[0]!.arrays[i]!.subarray(0, gradientLength(parameter, touched));
    for (const [part, { score, arrays }] of findings.entries()) {
      const share = score[1]! / rows;
      const own = arrays[i]!;
      if (part === 0) for (let k = 0; k < mean.length; k++) mean[k] = mean[k]! * share;
      else if (share > 0) for (let k = 0; k < mean.length; k++) mean[k] = mean[k]! + own[k]! * share;
    }
    return mean;
  });
}
