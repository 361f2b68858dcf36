import { availableParallelism } from "node:os";
import type { Architecture } from "../architecture.ts";

/** More would wait for the memory rather than for each other's sums. */
const MOST = 4;
/** Floating-point operations of an epoch, about a second of one core, from which on a thread is worth its start: under a second too. */
const WORTH_SHARING = 1e10;

/** The numbers that say how long an epoch takes. */
export interface Work {
  architecture: Architecture;
  hidden: number;
  positions: number;
  /** Scores a position: all contents, or the drawn ones. */
  scores: number;
}

/** Floating-point operations of an epoch: two for each product, forward, and twice as many on the way back. */
function workOf({ architecture, hidden, positions, scores }: Work): number {
  const layers = architecture.kind === "transformer" ? 6 * architecture.blocks : architecture.kind === "gru" ? 6 : 8;
  return 6 * positions * hidden * (scores + layers * hidden);
}

/** How many threads share a step unless told otherwise. */
export function threadCount(work: Work): number {
  return workOf(work) < WORTH_SHARING ? 1 : Math.min(MOST, availableParallelism());
}
