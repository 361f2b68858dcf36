/** a · b + c, in four lanes: rounded once with relaxed SIMD where the processor can, twice and the same everywhere without. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}
