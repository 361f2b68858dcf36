import type { Negatives } from "./operations/sampledSoftmax.ts";
import type { Random } from "./random.ts";

/** Draws contents with a chance that grows with (count + 1)^0.75: between popularity and uniform (Mikolov et al. 2013). */
export interface NegativeSampler {
  draw(count: number, random: Random): Negatives;
}

export function createNegativeSampler(counts: ArrayLike<number>): NegativeSampler {
  const chances = Float64Array.from(counts, (count) => (count + 1) ** 0.75);
  const upTo = new Float64Array(chances.length);
  let total = 0;
  for (const [i, chance] of chances.entries()) {
    total += chance;
    upTo[i] = total;
  }
  const find = (point: number) => {
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    draw(count, random) {
      const ids = Int32Array.from({ length: count }, () => find(random.next() * total));
      const logExpected = Float32Array.from(ids, (id) => Math.log((count * chances[id]!) / total));
      return { ids, logExpected };
    },
  };
}
