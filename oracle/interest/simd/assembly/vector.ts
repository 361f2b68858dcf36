/** a · b + c, in four lanes: rounded once with relaxed SIMD where the processor can, twice and the same everywhere without. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** Four numbers, or the `left` that there are, and zeros. */
export function read(at: usize, left: i32): v128 {
  return left >= 4 ? v128.load(at) : readSome(at, left);
}

/** The first `left` of four numbers. */
export function write(at: usize, values: v128, left: i32): void {
  if (left >= 4) v128.store(at, values);
  else writeSome(at, values, left);
}

/** The sum of four lanes. */
export function sumOf(values: v128): f32 {
  return (
    f32x4.extract_lane(values, 0) +
    f32x4.extract_lane(values, 1) +
    (f32x4.extract_lane(values, 2) + f32x4.extract_lane(values, 3))
  );
}

function readSome(at: usize, left: i32): v128 {
  let values = f32x4.splat(0);
  if (left > 0) values = f32x4.replace_lane(values, 0, f32.load(at));
  if (left > 1) values = f32x4.replace_lane(values, 1, f32.load(at, 4));
  if (left > 2) values = f32x4.replace_lane(values, 2, f32.load(at, 8));
  return values;
}

function writeSome(at: usize, values: v128, left: i32): void {
  if (left > 0) f32.store(at, f32x4.extract_lane(values, 0));
  if (left > 1) f32.store(at, f32x4.extract_lane(values, 1), 4);
  if (left > 2) f32.store(at, f32x4.extract_lane(values, 2), 8);
}
