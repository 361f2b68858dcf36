import { setImmediate } from "node:timers/promises";
import { createAverage } from "./averaging.ts";
import type { Checkpoint, CheckpointFile } from "./checkpoint.ts";
import { createNegativeSampler } from "./negatives.ts";
import { type Network, weightsOf } from "./network.ts";
import type { Learner } from "./parallel/learner.ts";
import { createRandom, seedOf, shuffle } from "./random.ts";
import type { TrainingSet } from "./trainingSet.ts";
import type { ChosenOptions, TrainHooks } from "./trainOptions.ts";
import { validate } from "./validate.ts";
import type { InterestWeights } from "./weights.ts";

/**
 * Teaches a learner epoch by epoch until validation gets no better, and returns the best epoch's weights. Where there is a `file`, it goes on
 * from what the file holds, and puts down where it stands after each epoch and when it is told to stop.
 */
export async function fit(
  { network, learn }: Learner,
  set: TrainingSet,
  options: ChosenOptions,
  hooks: TrainHooks,
  file?: CheckpointFile,
): Promise<InterestWeights> {
  const sampler = createNegativeSampler(set.counts);
  const useful = Int32Array.from(set.lengths.keys()).filter((i) => set.lengths[i]! > 0);
  const steps = Math.ceil(useful.length / options.batch);
  const average = options.averaging > 0 ? createAverage(network, options.averaging * steps) : undefined;
  const learned = average?.network ?? network;
  const found = await file?.read();
  const stands: Standing = found ?? { epoch: 1, at: 0, step: 0, lossSum: 0, rows: 0, done: false, best: null };
  let bestWeights = found ? restore(found, network, average?.network) : undefined;
  const save = () => file?.write({ ...stands, arrays: arraysOf(network, average?.network, bestWeights) });
  const pause = async () => {
    await setImmediate();
    if (!hooks.signal?.aborted) return;
    await save();
    throw hooks.signal.reason;
  };
  const [startedAtMs, firstStep] = [performance.now(), stands.step];
  while (!stands.done) {
    const { epoch } = stands;
    // Each epoch's order and each step's chances follow from the seed and their number alone.
    const order = useful.slice();
    shuffle(order, createRandom(seedOf(options.seed, epoch)));
    while (stands.at < steps) {
      await pause();
      const step = stands.step + 1;
      const seed = seedOf(options.seed, epoch, step);
      const negatives = options.loss === "sampled" ? sampler.draw(options.negatives, createRandom(seed)) : undefined;
      const ids = order.subarray(stands.at * options.batch, (stands.at + 1) * options.batch);
      const { loss, rows } = await learn(ids, { step, seed, negatives });
      average?.follow(step);
      stands.step = step;
      stands.at++;
      stands.lossSum += loss * rows;
      stands.rows += rows;
      const perStep = (performance.now() - startedAtMs) / (step - firstStep);
      const etaMs = perStep * (steps * options.epochs - step);
      const mean = stands.lossSum / stands.rows;
      hooks.onProgress?.({ epoch, epochs: options.epochs, step: stands.at, steps, loss: mean, etaMs });
    }
    if (set.heldOut.sequences.length > 0) {
      const result = await validate(learned, set, pause);
      hooks.onValidation?.({ epoch, ...result });
      const score = options.select === "loss" ? -result.loss : result.ndcg10;
      if (!stands.best || score > stands.best.score) {
        stands.best = { score, epoch };
        bestWeights = weightsOf(learned);
      }
    }
    stands.done = epoch === options.epochs || epoch - (stands.best?.epoch ?? epoch) >= options.patience;
    Object.assign(stands, { epoch: epoch + 1, at: 0, lossSum: 0, rows: 0 });
    await save();
  }
  return bestWeights ?? weightsOf(learned);
}

type Standing = Omit<Checkpoint, "arrays">;

function arraysOf(network: Network, average?: Network, best?: InterestWeights): Map<string, Float32Array> {
  const arrays = new Map<string, Float32Array>();
  for (const { name, values, mean, square } of network.values()) {
    arrays.set(`values/${name}`, values);
    arrays.set(`mean/${name}`, mean);
    arrays.set(`square/${name}`, square);
  }
  for (const { name, values } of average?.values() ?? []) arrays.set(`average/${name}`, values);
  for (const [name, values] of Object.entries(best ?? {})) arrays.set(`best/${name}`, values as Float32Array);
  return arrays;
}

/** Puts a checkpoint's arrays back in place, and returns the best epoch's weights. */
function restore({ arrays, best }: Checkpoint, network: Network, average?: Network): InterestWeights | undefined {
  for (const { name, values, mean, square } of network.values()) {
    values.set(arrays.get(`values/${name}`)!);
    mean.set(arrays.get(`mean/${name}`)!);
    square.set(arrays.get(`square/${name}`)!);
  }
  for (const { name, values } of average?.values() ?? []) values.set(arrays.get(`average/${name}`)!);
  if (!best) return undefined;
  const own = [...arrays].filter(([name]) => name.startsWith("best/"));
  return Object.fromEntries(own.map(([name, values]) => [name.slice(5), values])) as unknown as InterestWeights;
}
