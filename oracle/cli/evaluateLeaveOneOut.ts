import { BadInputError } from "../service/errors.ts";
import type { EvaluateCommandOptions } from "./evaluate.ts";
import { missingOption } from "./missingOption.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";
import { threadsOf } from "./threadsOption.ts";

/** `evaluate --protocol leave-one-out`: each viewer's last item among all items, beside popularity and transition counts. */
export async function evaluateLeaveOneOut({
  data,
  model: kind,
  seed,
  threads,
  json,
}: EvaluateCommandOptions): Promise<void> {
  if (data === undefined) throw missingOption("--data", "the leave-one-out protocol");
  const { readSequences } = await import("../prepare/sequenceFile.ts");
  const protocol = await import("../interest/leaveOneOut.ts");
  const { trainInterestModel } = await import("../interest/train.ts");
  const split = protocol.splitLeaveOneOut(await readSequences(data));
  if (split.test.length === 0) {
    throw new BadInputError(`${data}: no viewer has three items or more.`, {
      code: "nothing-to-learn",
      field: "data",
      hint: "Give longer sequences.",
    });
  }
  const sequences = split.training.map((items) => protocol.plainVisits(items, split.vocabulary));
  const model = await withProgress((report, signal) =>
    trainInterestModel(
      sequences,
      split.vocabulary,
      { seed, model: kind, validation: 1, select: "ndcg", ...threadsOf({ threads }) },
      {
        signal,
        onProgress: ({ epoch, epochs, step, steps }) => report((epoch - 1 + step / steps) / epochs, `epoch ${epoch}`),
      },
    ),
  );
  const measure = (scorer: Parameters<typeof protocol.evaluateLeaveOneOut>[1]) =>
    protocol.evaluateLeaveOneOut(split, scorer);
  const ours = measure(protocol.modelScorer(model));
  const baselines = {
    popularity: measure(protocol.popularityScorer(split)),
    transitions: measure(protocol.transitionScorer(split)),
  };
  printAnswer(
    json,
    { model: kind, ...ours, baselines, viewers: split.test.length, items: split.vocabulary.length, seed },
    () =>
      [
        "                HR@10   ± s.e.   NDCG@10",
        ...Object.entries({ [kind]: ours, transitions: baselines.transitions, popularity: baselines.popularity }).map(
          ([name, { hr10, standardError, ndcg10 }]) =>
            `${name.padEnd(14)}${hr10.toFixed(4).padStart(8)}${standardError.toFixed(4).padStart(9)}${ndcg10.toFixed(4).padStart(10)}`,
        ),
      ].join("\n"),
  );
}
