import type { LstmWeights } from "../weights.ts";
import type { RecurrentCell } from "./encoder.ts";
import { createInputs } from "./inputs.ts";
import { addProduct } from "./product.ts";

/** The LSTM of operations/lstm.ts in plain JavaScript; a state is h, then c. */
export function createLstmCell(hidden: number, weights: LstmWeights): RecurrentCell {
  // In f64, the arithmetic of the loop over it: no number is converted 50 times a history.
  const u = Float64Array.from(weights.u);
  const sum = new Float64Array(4 * hidden);
  const addInputs = createInputs(weights.w, hidden, weights);
  return {
    width: 2 * hidden,
    step(visit, states, from, to) {
      sum.set(weights.b);
      addInputs(visit, sum);
      addProduct(states, from, hidden, u, sum);
      for (let j = 0; j < hidden; j++) {
        const i = 1 / (1 + Math.exp(-sum[j]!));
        const f = 1 / (1 + Math.exp(-sum[hidden + j]!));
        const o = 1 / (1 + Math.exp(-sum[2 * hidden + j]!));
        const c = f * states[from + hidden + j]! + i * Math.tanh(sum[3 * hidden + j]!);
        states[to + hidden + j] = c;
        states[to + j] = o * Math.tanh(c);
      }
    },
  };
}
