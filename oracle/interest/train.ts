import { setImmediate } from "node:timers/promises";
import type { Visit } from "../prepare/visits.ts";
import { BadInputError } from "../service/errors.ts";
import { createAverage } from "./averaging.ts";
import { createInterestModel, type InterestModel } from "./model.ts";
import { createNegativeSampler } from "./negatives.ts";
import { createNetwork, weightsOf } from "./network.ts";
import { createLearner, type Learner } from "./parallel/learner.ts";
import { createRandom, seedOf, shuffle } from "./random.ts";
import { startTensorFlow } from "./tensorflow.ts";
import { type TrainingSet, trainingSetOf } from "./trainingSet.ts";
import { type ChosenOptions, type TrainHooks, type TrainOptions, withDefaults } from "./trainOptions.ts";
import { validate } from "./validate.ts";
import type { InterestWeights } from "./weights.ts";

/**
 * Trains a sequence model to foretell each viewer's next attended content. Yields to the event loop after every step, stops on
 * `hooks.signal` by throwing its reason, and gives the same model for the same data, options and seed.
 *
 * @param sequences each viewer's visits, oldest first; a history is the last 50 before what is foretold, or fewer
 * @param vocabulary the contents to tell apart; visits of others are shown to the model as unknown
 * @throws BadInputError where there is nothing to learn from
 */
export async function trainInterestModel(
  sequences: readonly (readonly Visit[])[],
  vocabulary: readonly string[],
  options: TrainOptions,
  hooks: TrainHooks = {},
): Promise<InterestModel> {
  await startTensorFlow();
  const random = createRandom(options.seed);
  const { validation } = withDefaults(options, sequences.length, 0, vocabulary.length);
  const set = trainingSetOf(sequences, vocabulary, validation, random);
  if (set.positions === 0) {
    throw new BadInputError("No viewer attended to a second content, so there is nothing to learn from.", {
      code: "nothing-to-learn",
      hint: "Train on more behaviour: at least one viewer with two visits to known contents.",
    });
  }
  const chosen = withDefaults(options, sequences.length, set.positions, vocabulary.length);
  const network = createNetwork(chosen.architecture, chosen.hidden, set.counts, set.table, random, options.features);
  const learner = await createLearner(network, set, chosen, chosen.threads);
  let weights: InterestWeights;
  try {
    weights = await fit(learner, set, chosen, hooks);
  } finally {
    await learner.close();
  }
  return createInterestModel({ architecture: chosen.architecture, hidden: chosen.hidden, vocabulary, weights });
}

async function fit(
  { network, learn }: Learner,
  set: TrainingSet,
  options: ChosenOptions,
  hooks: TrainHooks,
): Promise<InterestWeights> {
  const sampler = createNegativeSampler(set.counts);
  const useful = Int32Array.from(set.lengths.keys()).filter((i) => set.lengths[i]! > 0);
  const steps = Math.ceil(useful.length / options.batch);
  const pause = async () => {
    await setImmediate();
    hooks.signal?.throwIfAborted();
  };
  const average = options.averaging > 0 ? createAverage(network, options.averaging * steps) : undefined;
  const learned = average?.network ?? network;
  const startedAtMs = performance.now();
  let best: { score: number; weights: InterestWeights; epoch: number } | undefined;
  for (let epoch = 1, step = 0; epoch <= options.epochs; epoch++) {
    // Each epoch's order and each step's chances follow from the seed and their number alone.
    const order = useful.slice();
    shuffle(order, createRandom(seedOf(options.seed, epoch)));
    let [lossSum, rows] = [0, 0];
    for (let at = 0; at < steps; at++) {
      await pause();
      const ids = order.subarray(at * options.batch, (at + 1) * options.batch);
      const seed = seedOf(options.seed, epoch, ++step);
      const negatives = options.loss === "sampled" ? sampler.draw(options.negatives, createRandom(seed)) : undefined;
      const { loss, rows: count } = await learn(ids, { step, seed, negatives });
      average?.follow(step);
      lossSum += loss * count;
      rows += count;
      const perStep = (performance.now() - startedAtMs) / step;
      const etaMs = perStep * (steps * options.epochs - step);
      hooks.onProgress?.({ epoch, epochs: options.epochs, step: at + 1, steps, loss: lossSum / rows, etaMs });
    }
    if (set.heldOut.sequences.length === 0) continue;
    const result = await validate(learned, set, pause);
    hooks.onValidation?.({ epoch, ...result });
    const score = options.select === "loss" ? -result.loss : result.ndcg10;
    if (!best || score > best.score) best = { score, weights: weightsOf(learned), epoch };
    else if (epoch - best.epoch >= options.patience) break;
  }
  return best?.weights ?? weightsOf(learned);
}
