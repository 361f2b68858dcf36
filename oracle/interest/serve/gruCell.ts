import type { GruWeights } from "../weights.ts";
import type { RecurrentCell } from "./encoder.ts";
import { createInputs } from "./inputs.ts";
import { addProduct } from "./product.ts";

/** The GRU of operations/gru.ts in plain JavaScript. */
export function createGruCell(hidden: number, weights: GruWeights): RecurrentCell {
  // In f64, the arithmetic of the loop over it: no number is converted 50 times a history.
  const u = Float64Array.from(weights.u);
  const sum = new Float64Array(3 * hidden);
  const recalled = new Float64Array(3 * hidden);
  const addInputs = createInputs(weights.w, hidden, weights);
  return {
    width: hidden,
    step(visit, states, from, to) {
      sum.set(weights.b);
      addInputs(visit, sum);
      recalled.fill(0, 0, 2 * hidden);
      recalled.set(weights.c, 2 * hidden);
      addProduct(states, from, hidden, u, recalled);
      for (let j = 0; j < hidden; j++) {
        const r = 1 / (1 + Math.exp(-sum[j]! - recalled[j]!));
        const z = 1 / (1 + Math.exp(-sum[hidden + j]! - recalled[hidden + j]!));
        const n = Math.tanh(sum[2 * hidden + j]! + r * recalled[2 * hidden + j]!);
        states[to + j] = n + z * (states[from + j]! - n);
      }
    },
  };
}
