import { batchOf } from "../trainingSet.ts";
import { type TouchedRows, touchedRows, withGradients } from "../trainStep.ts";
import { type Board, SEED, SIZE } from "./board.ts";

/**
 * Works out one thread's part of the step that the board tells of, into this thread's findings. The longest sequences are dealt out first, so
 * that all parts are about as long. Returns the rows of the contents' table that the whole step touches, if not all.
 */
export function workOutPart(
  { network, set, options, control, ids, negatives, findings }: Board,
  thread: number,
): TouchedRows | undefined {
  const seed = control[SEED]!;
  const whole = batchOf(set, ids.subarray(0, control[SIZE]!));
  const drawn = options.loss === "sampled" ? negatives : undefined;
  const touched = drawn && touchedRows(network, [whole.batch.contents, whole.targets, drawn.ids]);
  const { score, arrays } = findings[thread]!;
  const part = batchOf(
    set,
    whole.batch.order.filter((_, i) => i % findings.length === thread),
  );
  score[1] = part.count;
  if (part.count === 0) return touched;
  withGradients(
    network,
    part.batch,
    part.targets,
    { negatives: drawn, dropout: options.dropout, seed },
    touched,
    (found) => {
      score[0] = found.loss;
      for (const [i, array] of found.arrays.entries()) arrays[i]!.set(array);
    },
  );
  return touched;
}
