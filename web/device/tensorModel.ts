import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { type InterestModelParts, readModel, type SerializedInterestModel } from "../../oracle/interest/serialized.ts";
import type { BlockArray, GruWeights, LstmWeights, TransformerWeights } from "../../oracle/interest/weights.ts";
import { dwellBucket, gapBucket, kindIndex } from "../../oracle/prepare/tensors.ts";
import { HISTORY_LENGTH, type Visit } from "../../oracle/prepare/visits.ts";

/** An interest model in TensorFlow.js. */
export interface TensorModel {
  readonly vocabulary: readonly string[];
  /** A score for each content of the vocabulary after a history, of which the last 50 visits count; its softmax is the chance to be attended to next. */
  scores(history: readonly Visit[]): Promise<Float32Array>;
}

/** Added to each variance, as in the oracle's normalisation. */
const EPSILON = 1e-5;

/**
 * Reads the served artefact for the processor's own backend: one reader's history is little work, and nothing else needs to be loaded for it.
 * @throws BadInterestModelError where it can't be what was written
 */
export async function loadTensorModel(serialized: SerializedInterestModel): Promise<TensorModel> {
  const parts = readModel(serialized);
  await tf.setBackend("cpu");
  const { hidden, vocabulary, weights } = parts;
  const places = new Map(vocabulary.map((contentId, place) => [contentId, place]));
  return {
    vocabulary,
    async scores(history) {
      const recent = history.slice(-HISTORY_LENGTH);
      if (recent.length === 0) return weights.bias.slice();
      const scores = tf.tidy(() => {
        const state = stateAfter(parts, inputs(parts, recent, places));
        // On this backend a tensor is the array itself: made anew each time, none is left behind when the model is replaced.
        const contents = tf.tensor2d(weights.contents, [vocabulary.length, hidden]);
        return tf.add(tf.reshape(tf.matMul(contents, state, false, true), [-1]), weights.bias);
      });
      const data = (await scores.data()) as Float32Array;
      scores.dispose();
      return data;
    },
  };
}

/** [visits, H]: all that is known of each visit, added up. */
function inputs(
  { hidden, weights }: InterestModelParts,
  visits: readonly Visit[],
  places: ReadonlyMap<string, number>,
): tf.Tensor2D {
  const all = new Float32Array(visits.length * hidden);
  const add = (row: number, table: Float32Array | undefined, index: number) => {
    if (!table || index < 0) return;
    for (let j = 0; j < hidden; j++) all[row * hidden + j]! += table[index * hidden + j]!;
  };
  for (const [row, { contentId, kind, dwellMs, gapMs }] of visits.entries()) {
    const place = places.get(contentId);
    if (place === undefined) add(row, weights.unknown, 0);
    else add(row, weights.contents, place);
    add(row, weights.kinds, kindIndex(kind));
    add(row, weights.dwells, dwellBucket(dwellMs));
    add(row, weights.gaps, gapBucket(gapMs));
  }
  return tf.tensor2d(all, [visits.length, hidden]);
}

/** [1, H] */
function stateAfter({ architecture, hidden, weights }: InterestModelParts, x: tf.Tensor2D): tf.Tensor2D {
  switch (architecture.kind) {
    case "gru":
      return gru(x, hidden, weights as GruWeights);
    case "lstm":
      return lstm(x, hidden, weights as LstmWeights);
    case "transformer":
      return transformer(x, hidden, architecture, weights as TransformerWeights);
  }
}

function gru(x: tf.Tensor2D, hidden: number, { w, u, b, c }: GruWeights): tf.Tensor2D {
  const given = product(x, w, b);
  const recurrent = tf.tensor2d(u, [hidden, 3 * hidden]);
  let h = tf.zeros([1, hidden]) as tf.Tensor2D;
  for (let t = 0; t < x.shape[0]; t++) {
    const [xr, xz, xn] = tf.split(tf.slice(given, [t, 0], [1, -1]), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [hr, hz, hn] = tf.split(tf.matMul(h, recurrent), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const r = tf.sigmoid(tf.add(xr, hr));
    const z = tf.sigmoid(tf.add(xz, hz));
    const n = tf.tanh(tf.add(xn, tf.mul(r, tf.add(hn, c))));
    h = tf.add(n, tf.mul(z, tf.sub(h, n)));
  }
  return h;
}

function lstm(x: tf.Tensor2D, hidden: number, { w, u, b }: LstmWeights): tf.Tensor2D {
  const given = product(x, w, b);
  const recurrent = tf.tensor2d(u, [hidden, 4 * hidden]);
  let [h, c] = [tf.zeros([1, hidden]), tf.zeros([1, hidden])] as [tf.Tensor2D, tf.Tensor2D];
  for (let t = 0; t < x.shape[0]; t++) {
    const sums = tf.add(tf.slice(given, [t, 0], [1, -1]), tf.matMul(h, recurrent));
    const [i, f, o, g] = tf.split(sums, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  }
  return h;
}

function transformer(
  inputs: tf.Tensor2D,
  hidden: number,
  { blocks, heads }: { blocks: number; heads: number },
  weights: TransformerWeights,
): tf.Tensor2D {
  const rows = inputs.shape[0];
  const width = hidden / heads;
  const longest = weights.distances.length / heads;
  // What how far back adds to a score of attention; nobody looks ahead.
  const distances = Array.from({ length: heads }, (_, head) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * rows }, (_, at) => {
        const back = Math.floor(at / rows) - (at % rows);
        return back < 0 ? -1e9 : weights.distances[head * longest + back]!;
      }),
      [rows, rows],
    ),
  );
  let x: tf.Tensor2D = tf.mul(inputs, Math.sqrt(hidden));
  for (let i = 0; i < blocks; i++) {
    const of = (name: BlockArray) => weights[`block${i}.${name}`]!;
    const normal = normalise(x, of("attendGain"), of("attendShift"));
    const [q, k, v] = tf.split(product(normal, of("qkv"), of("qkvBias")), 3, 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const read = Array.from({ length: heads }, (_, head): tf.Tensor2D => {
      const [ownQ, ownK, ownV] = [q, k, v].map((all) => tf.slice(all, [0, head * width], [rows, width])) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const chances: tf.Tensor2D = tf.softmax(
        tf.add(tf.div(tf.matMul(ownQ, ownK, false, true), Math.sqrt(width)), distances[head]!),
      );
      return tf.matMul(chances, ownV);
    });
    x = tf.add(x, product(tf.concat2d(read, 1), of("mix"), of("mixBias")));
    const fed = normalise(x, of("feedGain"), of("feedShift"));
    x = tf.add(x, product(tf.relu(product(fed, of("rise"), of("riseBias"))), of("fall"), of("fallBias")));
  }
  return normalise(tf.slice(x, [rows - 1, 0], [1, hidden]), weights.gain, weights.shift);
}

/** x W + b, W [D, E] and b [E]. */
function product(x: tf.Tensor2D, w: Float32Array, b: Float32Array): tf.Tensor2D {
  return tf.add(tf.matMul(x, tf.tensor2d(w, [x.shape[1], b.length])), b);
}

/** Each row brought to mean 0 and variance 1, times gain plus shift. */
function normalise(x: tf.Tensor2D, gain: Float32Array, shift: Float32Array): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  const scaled = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(scaled, gain), shift);
}
