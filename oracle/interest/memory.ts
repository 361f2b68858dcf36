import { HISTORY_LENGTH } from "../prepare/visits.ts";
import { HeedError } from "../service/errors.ts";
import type { Work } from "./parallel/threadCount.ts";

/** Addresses on the wasm heap are 32 bits wide. */
export const HEAP_BYTES = 4 * 2 ** 30;
/** Part of the heap that blocks of different sizes leave unused between each other. */
const USABLE = 0.85;
/** Rows that a loss scores at once, as in operations/fullSoftmax.ts and validate.ts together. */
const SCORED_ROWS = 512 + 256;

/** What a thread takes before it learns, an engine of its own and TensorFlow.js: 72 MiB were measured. */
const THREAD_BYTES = 96 * 2 ** 20;
/** Numbers that are known of each visit: content, kind, dwell, gap, target and place. */
const COLUMNS = 6;

/** What a training needs that the machine doesn't have. */
export class OutOfMemoryError extends HeedError {
  override readonly name = "OutOfMemoryError";
  constructor(message: string, cause?: unknown) {
    super(message, {
      code: "out-of-memory",
      status: 500,
      hint: "Train with fewer hidden units, a smaller batch, fewer contents, the sampled loss or fewer threads.",
      cause,
    });
  }
}

/** The sizes that decide what a training takes. */
export interface Sizes extends Work {
  contents: number;
  batch: number;
  threads: number;
}

/** Bytes that a training takes: on each thread's wasm heap, and all in all. An upper bound within a factor of two. */
export function memoryOf({ architecture, hidden, positions, contents, scores, batch, threads }: Sizes): {
  heap: number;
  total: number;
} {
  const [layers, blocks] = architecture.kind === "transformer" ? [6, architecture.blocks] : [8, 1];
  const learned = (contents + 100) * (hidden + 1) + blocks * layers * hidden ** 2;
  const rows = batch * HISTORY_LENGTH;
  const attended = architecture.kind === "transformer" ? 2 * architecture.heads * (HISTORY_LENGTH + 14) : 0;
  // Inputs, gates and states of each row, forward and back; and of a loss the scores, the contents turned, and the sums of products.
  const activations = rows * blocks * (24 * hidden + attended);
  const loss = SCORED_ROWS * Math.max(scores, contents) + 4 * (hidden + 1) * contents;
  const heap = 4 * (3 * learned + activations + loss);
  // Values, two moments, the average and the best so far; below, the gradients that each thread hands over.
  const own = 4 * (6 * learned + COLUMNS * positions);
  // Several threads share a copy of the values and of what is learned from; each has an engine and a heap of its own.
  const copies = threads > 1 ? 4 * (learned + COLUMNS * positions) + (threads - 1) * THREAD_BYTES : 0;
  return { heap, total: own + copies + threads * (heap + 4 * learned) };
}

/** As many of `sizes.threads` as a training fits `available` bytes with; one at least. */
export function threadsThatFit(sizes: Sizes, available: number): number {
  let { threads } = sizes;
  while (threads > 1 && memoryOf({ ...sizes, threads }).total > available) threads--;
  return threads;
}

/** @throws OutOfMemoryError where a training can't fit a thread's wasm heap, or `available` bytes of the machine */
export function assertFits(sizes: Sizes, available: number): void {
  const { heap, total } = memoryOf(sizes);
  const { contents, hidden, batch, threads } = sizes;
  const what = `${contents} contents, ${hidden} hidden units and batches of ${batch}`;
  if (heap > USABLE * HEAP_BYTES)
    throw new OutOfMemoryError(`Training on ${what} takes ${gib(heap)} GiB of a wasm heap, which ends at 4 GiB.`);
  if (total > available)
    throw new OutOfMemoryError(
      `Training on ${what} takes ${gib(total)} GiB with ${threads} thread(s), and the machine has ${gib(available)} GiB left.`,
    );
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
