import { HISTORY_LENGTH } from "../prepare/visits.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Dataset } from "./dataset.ts";
import { Evidence } from "./evidence.ts";
import { InterestBlend } from "./interestBlend.ts";
import type { Population } from "./population.ts";
import type { SequenceScores } from "./sequenceScores.ts";

/** Never 0, so that every accepted event moves interest before the next training. */
const WEIGHTS = [0.5, 1, 2, 4];
const MOST_VISITS = 300;

/** The weight of affinity, in log odds, under which the visits of the validation part are likeliest. */
export function fitAffinityWeight(
  dataset: Dataset,
  catalogue: Catalogue,
  population: Population,
  sequence: SequenceScores,
): number {
  const targets = dataset.viewers.flatMap(({ visits }) =>
    visits.flatMap((visit, index) =>
      visit.part === "validation" && visit.kind !== "impression" && visit.kind !== "hide" && index > 0
        ? [{ visits, index }]
        : [],
    ),
  );
  const step = Math.max(1, Math.floor(targets.length / MOST_VISITS));
  const sample = targets.filter((_, i) => i % step === 0);
  if (sample.length === 0) return WEIGHTS[0]!;
  const blends = WEIGHTS.map((weight) => new InterestBlend(catalogue, sequence, weight));
  const losses = new Float64Array(WEIGHTS.length);
  for (const { visits, index } of sample) {
    const history = visits.slice(Math.max(0, index - HISTORY_LENGTH), index);
    const { contentId, startedAtMs } = visits[index]!;
    const evidence = new Evidence(history, population, (id) => catalogue.get(id), startedAtMs, true);
    const content = catalogue.get(contentId)!;
    for (const [i, blend] of blends.entries())
      losses[i]! -= Math.log(blend.interests(history, evidence).probability(content));
  }
  return WEIGHTS[losses.indexOf(Math.min(...losses))]!;
}
