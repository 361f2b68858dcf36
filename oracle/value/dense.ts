import * as tf from "@tensorflow/tfjs";
import { createRandom, shuffle } from "../interest/random.ts";
import { startTensorFlow } from "../interest/tensorflow.ts";

export interface DenseOptions {
  seed: number;
  /** Passes over the data (default 10). */
  epochs?: number;
  batch?: number;
  /** Told after each epoch: mean squared error, in the labels' unit squared. */
  onEpoch?: (epoch: number, loss: number) => void;
  signal?: AbortSignal;
}

const DEFAULT_EPOCHS = 10;
const DEFAULT_BATCH = 32;

/**
 * Fits the mission's own regression, dense layers of 64, 32 and 1 with ReLU between, by Adam on the squared error, and returns its
 * prediction for every row. Inputs and labels are standardised for the fit. The same seed gives the same values.
 * @param data rows × columns, row by row
 * @param labels one a row
 */
export async function fitDense(
  data: Float64Array,
  columns: number,
  labels: Float64Array,
  options: DenseOptions,
): Promise<Float64Array> {
  await startTensorFlow();
  const rows = labels.length;
  const inputs = standardise(data, columns).values;
  const { values: targets, means, deviations } = standardise(labels, 1);
  const layer = (units: number, i: number, extra: object) =>
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed: options.seed + i }), ...extra });
  const model = tf.sequential({
    layers: [
      layer(64, 1, { activation: "relu", inputShape: [columns] }),
      layer(32, 2, { activation: "relu" }),
      layer(1, 3, {}),
    ],
  });
  const optimizer = tf.train.adam(0.01);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const random = createRandom(options.seed);
  try {
    for (let epoch = 1; epoch <= (options.epochs ?? DEFAULT_EPOCHS); epoch++) {
      shuffle(order, random);
      let squared = 0;
      for (let from = 0; from < rows; from += options.batch ?? DEFAULT_BATCH) {
        options.signal?.throwIfAborted();
        const chosen = order.subarray(from, from + (options.batch ?? DEFAULT_BATCH));
        const loss = tf.tidy(() => {
          const x = tf.tensor2d(pick(inputs, chosen, columns), [chosen.length, columns]);
          const y = tf.tensor2d(pick(targets, chosen, 1), [chosen.length, 1]);
          const step = () => tf.losses.meanSquaredError(y, model.predict(x) as tf.Tensor) as tf.Scalar;
          return optimizer.minimize(step, true)!.dataSync()[0]!;
        });
        squared += loss * chosen.length;
      }
      options.onEpoch?.(epoch, (squared / rows) * deviations[0]! ** 2);
    }
    const predicted = tf.tidy(() => (model.predict(tf.tensor2d(inputs, [rows, columns])) as tf.Tensor).dataSync());
    return Float64Array.from(predicted, (value) => value * deviations[0]! + means[0]!);
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

function pick(values: Float32Array, rows: Int32Array, columns: number): Float32Array {
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) out.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  return out;
}

/** Each column with mean 0 and deviation 1; a constant one becomes 0. */
function standardise(values: Float64Array, columns: number) {
  const rows = values.length / columns;
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  for (let i = 0; i < values.length; i++) deviations[i % columns]! += (values[i]! - means[i % columns]!) ** 2 / rows;
  for (let c = 0; c < columns; c++) deviations[c] = Math.sqrt(deviations[c]!) || 1;
  const out = Float32Array.from(values, (value, i) => (value - means[i % columns]!) / deviations[i % columns]!);
  return { values: out, means, deviations };
}
