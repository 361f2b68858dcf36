/** Writes the places (i32) of the values above `threshold` among `count` from `values`, in order, and returns how many there are. */
export function selectAbove(values: usize, count: i32, threshold: f32, out: usize): i32 {
  const limit = f32x4.splat(threshold);
  const start = out;
  let i = 0;
  for (; i + 4 <= count; i += 4, values += 16) {
    const above = f32x4.gt(v128.load(values), limit);
    if (!v128.any_true(above)) continue;
    const bits = i32x4.bitmask(above);
    for (let lane = 0; lane < 4; lane++) {
      if (((bits >> lane) & 1) === 0) continue;
      i32.store(out, i + lane);
      out += 4;
    }
  }
  for (; i < count; i++, values += 4) {
    if (f32.load(values) <= threshold) continue;
    i32.store(out, i);
    out += 4;
  }
  return <i32>((out - start) >> 2);
}
