import { multiplyAdd } from "./vector";

/** Below this e^x is no normal float, and is taken for zero. */
const LOWEST: f32 = -87.33654;
const HIGHEST: f32 = 88.37;

/**
 * e^x to 2 · 10⁻⁷ of its value: x = n ln 2 + r, a polynomial in r (Cephes' expf), and n put into the exponent. ln 2 comes in two parts, the
 * first exact in few bits.
 */
export function exponential(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)));
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), bounded);
  r = multiplyAdd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = multiplyAdd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  // What is no number stays none.
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** 1 / (1 + e^-x) */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** tanh x = 2 σ(2x) − 1 */
export function tanh(x: v128): v128 {
  const twice = sigmoid(f32x4.add(x, x));
  return f32x4.sub(f32x4.add(twice, twice), f32x4.splat(1));
}
