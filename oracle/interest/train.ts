import type { Visit } from "../prepare/visits.ts";
import { BadInputError } from "../service/errors.ts";
import { checkpointFile } from "./checkpoint.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { fit } from "./fit.ts";
import { assertFits, threadsThatFit } from "./memory.ts";
import { createInterestModel, type InterestModel } from "./model.ts";
import { createNetwork } from "./network.ts";
import { createLearner } from "./parallel/learner.ts";
import { createRandom } from "./random.ts";
import { startTensorFlow } from "./tensorflow.ts";
import { trainingSetOf } from "./trainingSet.ts";
import { sizesOf, type TrainHooks, type TrainOptions, withDefaults } from "./trainOptions.ts";
import type { InterestWeights } from "./weights.ts";

/**
 * Trains a sequence model to foretell each viewer's next attended content. Yields to the event loop after every step, stops on
 * `hooks.signal` by throwing its reason, and gives the same model for the same data, options and seed.
 *
 * @param sequences each viewer's visits, oldest first; a history is the last 50 before what is foretold, or fewer
 * @param vocabulary the contents to tell apart; visits of others are shown to the model as unknown
 * @throws BadInputError where there is nothing to learn from, or the checkpoint is another training's
 * @throws OutOfMemoryError where it wouldn't fit the machine
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
  const wanted = withDefaults(options, sequences.length, set.positions, vocabulary.length);
  const [sizes, available] = [sizesOf(wanted, set.positions, vocabulary.length), process.availableMemory()];
  const chosen = { ...wanted, threads: options.threads ?? threadsThatFit(sizes, available) };
  assertFits({ ...sizes, threads: chosen.threads }, available);
  hooks.onChosen?.(chosen);
  const network = createNetwork(chosen.architecture, chosen.hidden, set.counts, set.table, random, options.features);
  const file = options.checkpoint
    ? checkpointFile(options.checkpoint, fingerprintOf(set, vocabulary, chosen, options.features))
    : undefined;
  const learner = await createLearner(network, set, chosen, chosen.threads);
  let weights: InterestWeights;
  try {
    weights = await fit(learner, set, chosen, hooks, file);
  } finally {
    await learner.close();
  }
  return createInterestModel({ architecture: chosen.architecture, hidden: chosen.hidden, vocabulary, weights });
}
