import { expect } from "chai";
import { createRandom } from "../../../oracle/interest/random.ts";

/** Central differences of `f` at `values`, in f64. */
export function differences(f: (values: number[]) => number, values: number[]): number[] {
  const step = 1e-5;
  return values.map((value, i) => {
    const moved = (to: number) => f(values.map((kept, k) => (k === i ? to : kept)));
    return (moved(value + step) - moved(value - step)) / (2 * step);
  });
}

/** `count` normal numbers of that scale. */
export function normals(count: number, seed: number, scale = 0.5): number[] {
  const random = createRandom(seed);
  // Rounded to f32, so that both sides start from the same numbers.
  return Array.from({ length: count }, () =>
    Math.fround(scale * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())),
  );
}

/** No number of one is further than `tolerance` from the other's. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).to.equal(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  expect(worst).to.be.below(tolerance);
}
