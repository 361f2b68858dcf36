/** A learned array with Adam's two moments. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

export function createParameter(name: string, shape: readonly number[], fill: () => number): Parameter {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: size }, fill);
  return { name, shape, values, mean: new Float32Array(size), square: new Float32Array(size) };
}

/**
 * One step of Adam (Kingma and Ba 2015), in place; `step` counts from 1. With `rows`, the gradient holds only these rows of
 * the parameter, and the others keep values and moments as they are: for tables of which a batch touches few rows.
 */
export function adamStep(
  parameter: Parameter,
  gradient: Float32Array,
  step: number,
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
  scale = 1,
  rows?: Int32Array,
): void {
  const { values, mean, square, shape } = parameter;
  const width = rows ? values.length / shape[0]! : values.length;
  // Both bias corrections folded into the rate (section 2 of the paper).
  const correction = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * correction) / (1 - beta1 ** step);
  const guard = epsilon * correction;
  const count = rows ? rows.length : 1;
  for (let i = 0, at = 0; i < count; i++) {
    const end = (rows ? rows[i]! : 0) * width + width;
    for (let k = end - width; k < end; k++, at++) {
      const g = gradient[at]! * scale;
      const m = beta1 * mean[k]! + (1 - beta1) * g;
      const s = beta2 * square[k]! + (1 - beta2) * g * g;
      mean[k] = m;
      square[k] = s;
      values[k] = values[k]! - (rate * m) / (Math.sqrt(s) + guard);
    }
  }
}
