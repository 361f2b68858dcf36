import { readSequences } from "../prepare/sequenceFile.ts";
import { BadInputError } from "../service/errors.ts";
import { type LeaveOneOut, splitLeaveOneOut } from "./leaveOneOut.ts";

/** Reads a file of sequences and splits it; throws BadInputError where nobody has three items. */
export async function readLeaveOneOut(file: string): Promise<LeaveOneOut> {
  const split = splitLeaveOneOut(await readSequences(file));
  if (split.test.length > 0) return split;
  throw new BadInputError(`${file}: no viewer has three items or more.`, {
    code: "nothing-to-learn",
    field: "data",
    hint: "Give longer sequences: one item to test, one to validate, and one or more to learn from.",
  });
}
