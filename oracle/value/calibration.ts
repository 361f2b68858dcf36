/**
 * A curve of score (log seconds) to seconds that rises everywhere: e^(SLOPE · score) times a factor through knots, straight between
 * them and flat outside, that never falls.
 */
export interface Curve {
  x: Float64Array;
  y: Float64Array;
}

/** A tenth more score (log seconds) is always worth at least a sixtieth more seconds: no event may leave a price where it was. */
const SLOPE = 0.15;

export function curveAt(curve: Curve, score: number): number {
  return Math.exp(SLOPE * score) * factorAt(curve, score);
}

function factorAt(curve: Curve, value: number): number {
  const { x, y } = curve;
  const last = x.length - 1;
  if (!(value > x[0]!)) return y[0]!;
  if (value >= x[last]!) return y[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= value) low = middle;
    else high = middle;
  }
  return y[low]! + ((value - x[low]!) / (x[high]! - x[low]!)) * (y[high]! - y[low]!);
}

/** Fewest observations that a group's mean is trusted with. */
const GROUP_SIZE = 20;

/**
 * Calibrates scores to the mean: the curve from score to expected seconds whose sums over each tenth of the observations, by score,
 * match what was observed, as nearly as a rising curve can.
 */
export function meanCurve(scores: Float64Array, observed: Float64Array, groups = 10): Curve {
  const order = orderOf(scores);
  const bounds = boundsOf(order, scores, groups);
  const xs = knots(scores, order, bounds);
  const weights = bounds.slice(1).map((to, g) => (to - bounds[g]!) * Math.exp(SLOPE * xs[g + 1]!));
  const sums = bounds.slice(1).map((to, g) => sumOf(observed, order, bounds[g]!, to));
  const nearest = rising(
    sums.map((sum, g) => sum / weights[g]!),
    weights,
  );
  const target = nearest.map((factor, g) => factor * weights[g]!);
  let factors = nearest;
  let curve = curveThrough(xs, factors);
  // A straight line through a group's middle misses the group's sum where the curve bends: correct, and look again.
  for (let round = 0; round < 40; round++) {
    const corrected = factors.map((factor, g) => {
      let predicted = 0;
      for (let i = bounds[g]!; i < bounds[g + 1]!; i++) predicted += curveAt(curve, scores[order[i]!]!);
      return predicted > 0 ? factor * (target[g]! / predicted) ** 0.7 : factor;
    });
    factors = rising(corrected, weights);
    curve = curveThrough(xs, factors);
  }
  return curve;
}

/** The curve from score to the median of what was observed around it: the typical, not the mean, outcome. */
export function medianCurve(scores: Float64Array, observed: Float64Array, groups = 40): Curve {
  const order = orderOf(scores);
  const bounds = boundsOf(order, scores, groups);
  const xs = knots(scores, order, bounds);
  const factors = bounds.slice(1).map((to, g) => {
    const own = Float64Array.from(order.subarray(bounds[g]!, to), (i) => observed[i]!).sort();
    return own[own.length >> 1]! * Math.exp(-SLOPE * xs[g + 1]!);
  });
  const counts = bounds.slice(1).map((to, g) => to - bounds[g]!);
  return curveThrough(xs, rising(factors, counts));
}

/** Isotonic regression by pooling neighbours (Ayer et al. 1955): the nearest rising sequence in weighted squares. */
export function rising(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: { mean: number; weight: number; length: number }[] = [];
  for (const [i, value] of values.entries()) {
    let block = { mean: value, weight: weights[i]!, length: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      const mean = (last.mean * last.weight + block.mean * block.weight) / weight;
      block = { mean, weight, length: last.length + block.length };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => Array<number>(block.length).fill(block.mean));
}

function orderOf(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/** Where groups begin and end in the order; equal scores stay together, and no group is smaller than `GROUP_SIZE`. */
function boundsOf(order: Uint32Array, scores: Float64Array, groups: number): number[] {
  const n = order.length;
  if (n === 0) throw new RangeError("There is nothing to calibrate on.");
  const possible = Math.max(1, Math.min(groups, Math.floor(n / GROUP_SIZE)));
  const bounds = [0];
  for (let g = 1; g < possible; g++) {
    let at = Math.floor((g * n) / possible);
    while (at < n && scores[order[at]!] === scores[order[at - 1]!]) at++;
    if (at > bounds.at(-1)! && at < n) bounds.push(at);
  }
  return [...bounds, n];
}

/** The mean score of each group, and the outermost scores. */
function knots(scores: Float64Array, order: Uint32Array, bounds: readonly number[]): number[] {
  const middles = bounds.slice(1).map((to, g) => sumOf(scores, order, bounds[g]!, to) / (to - bounds[g]!));
  return [scores[order[0]!]!, ...middles, scores[order.at(-1)!]!];
}

/** Continues the end pieces to the outermost scores, never below 0 nor falling. */
function curveThrough(xs: readonly number[], means: readonly number[]): Curve {
  const first = means[0]!;
  const last = means.at(-1)!;
  const n = means.length;
  const slope = (a: number, b: number) => (xs[b]! > xs[a]! ? (means[b - 1]! - means[a - 1]!) / (xs[b]! - xs[a]!) : 0);
  const low = n > 1 ? Math.max(0, first - slope(1, 2) * (xs[1]! - xs[0]!)) : first;
  const high = n > 1 ? last + slope(n - 1, n) * (xs[n + 1]! - xs[n]!) : last;
  const x: number[] = [];
  const y: number[] = [];
  for (const [i, value] of [low, ...means, high].entries()) {
    // Knots at one place would divide by zero.
    if (x.length > 0 && !(xs[i]! > x.at(-1)!)) continue;
    x.push(xs[i]!);
    y.push(value);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

function sumOf(values: Float64Array, order: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[order[i]!]!;
  return sum;
}
