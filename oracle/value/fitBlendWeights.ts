import { historyBefore } from "../prepare/visits.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Dataset, isOpened, type Part } from "./dataset.ts";
import { Evidence } from "./evidence.ts";
import { type BlendWeights, InterestBlend } from "./interestBlend.ts";
import type { Population } from "./population.ts";
import type { SequenceScores } from "./sequenceScores.ts";

/** Never 0, so that every accepted event moves interest before the next training; what was liked itself stays above what was ignored. */
const CANDIDATES: Record<keyof BlendWeights, readonly number[]> = {
  sequence: [0.25, 0.5, 0.75, 1],
  affinity: [0.1, 0.5, 1, 2, 4],
  own: [1.5, 2, 2.5],
};
const START: BlendWeights = { sequence: 1, affinity: 1, own: 1.5 };
const MOST_VISITS = 300;
const ROUNDS = 2;

/** The weights under which the visits of the validation part are likeliest, one weight after the other, twice. */
export function fitBlendWeights(
  dataset: Dataset,
  catalogue: Catalogue,
  population: Population,
  sequence: SequenceScores,
): BlendWeights {
  const opened = openedVisits(dataset, "validation");
  const step = Math.max(1, Math.floor(opened.length / MOST_VISITS));
  const sample = opened
    .filter((_, i) => i % step === 0)
    .map(({ visits, index }) => {
      const history = historyBefore(visits, index);
      const { contentId, startedAtMs } = visits[index]!;
      return {
        history,
        evidence: new Evidence(history, population, (id) => catalogue.get(id), startedAtMs, true),
        state: sequence.stateAfter(history),
        content: catalogue.get(contentId)!,
      };
    });
  const lossOf = (weights: BlendWeights) => {
    const blend = new InterestBlend(catalogue, sequence, weights);
    return sample.reduce(
      (loss, { history, evidence, state, content }) =>
        loss - Math.log(blend.interests(history, evidence, state).probability(content)),
      0,
    );
  };
  let best = START;
  let lowest = lossOf(best);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(CANDIDATES) as (keyof BlendWeights)[]) {
      for (const weight of CANDIDATES[name]) {
        if (weight === best[name]) continue;
        const weights = { ...best, [name]: weight };
        const loss = lossOf(weights);
        if (!(loss < lowest)) continue;
        best = weights;
        lowest = loss;
      }
    }
  }
  return best;
}

/** Visits in which something was attended to, with some history before. */
function openedVisits({ viewers }: Dataset, part: Part) {
  return viewers.flatMap(({ visits }) =>
    visits.flatMap((visit, index) => (visit.part === part && isOpened(visit) && index > 0 ? [{ visits, index }] : [])),
  );
}
