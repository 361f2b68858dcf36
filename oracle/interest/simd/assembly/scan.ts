import { multiplyAdd } from "./vector";

// Scores a table of contents for a batch of viewers and keeps each viewer's best, in one pass. A score that isn't among
// the best so far, nearly every one, is compared once and forgotten. recommend/topk/exactIndex.ts lays the memory out.

/**
 * Scores rows `from` to `to` (their number a multiple of 4) for 8·`groups` viewers.
 * @param contents [rows, depth] f32
 * @param bias [rows] f32
 * @param states [groups, depth, 8] f32
 * @param least [groups · 8] f32, each viewer's worst kept score, raised in place
 * @param scores [viewers, k] f32, best first; -Infinity where nothing stands yet
 * @param indices [viewers, k] i32
 * @param masks [viewers + 1] i32: where each viewer's masked rows begin in `masked`, which rise
 */
export function scan(
  contents: usize,
  bias: usize,
  depth: i32,
  from: i32,
  to: i32,
  states: usize,
  groups: i32,
  least: usize,
  k: i32,
  scores: usize,
  indices: usize,
  masks: usize,
  masked: usize,
): void {
  const stride = (<usize>depth) << 2;
  for (let row = from; row < to; row += 4) {
    const first = contents + <usize>row * stride;
    const biasAt = bias + ((<usize>row) << 2);
    for (let group = 0; group < groups; group++) {
      let a0 = v128.load32_splat(biasAt);
      let b0 = v128.load32_splat(biasAt, 4);
      let c0 = v128.load32_splat(biasAt, 8);
      let d0 = v128.load32_splat(biasAt, 12);
      let a1 = a0;
      let b1 = b0;
      let c1 = c0;
      let d1 = d0;
      let s = states + <usize>group * (stride << 3);
      let p = first;
      const end = first + stride;
      while (p < end) {
        const s0 = v128.load(s);
        const s1 = v128.load(s, 16);
        const a = v128.load32_splat(p);
        a0 = multiplyAdd(a, s0, a0);
        a1 = multiplyAdd(a, s1, a1);
        const b = v128.load32_splat(p + stride);
        b0 = multiplyAdd(b, s0, b0);
        b1 = multiplyAdd(b, s1, b1);
        const c = v128.load32_splat(p + (stride << 1));
        c0 = multiplyAdd(c, s0, c0);
        c1 = multiplyAdd(c, s1, c1);
        const d = v128.load32_splat(p + stride * 3);
        d0 = multiplyAdd(d, s0, d0);
        d1 = multiplyAdd(d, s1, d1);
        p += 4;
        s += 32;
      }
      const leastAt = least + ((<usize>group) << 5);
      const l0 = v128.load(leastAt);
      const l1 = v128.load(leastAt, 16);
      const best0 = f32x4.max(f32x4.max(a0, b0), f32x4.max(c0, d0));
      const best1 = f32x4.max(f32x4.max(a1, b1), f32x4.max(c1, d1));
      if (!v128.any_true(v128.or(f32x4.gt(best0, l0), f32x4.gt(best1, l1)))) continue;
      const viewer = group << 3;
      keepEight(a0, a1, row, viewer, least, k, scores, indices, masks, masked);
      keepEight(b0, b1, row + 1, viewer, least, k, scores, indices, masks, masked);
      keepEight(c0, c1, row + 2, viewer, least, k, scores, indices, masks, masked);
      keepEight(d0, d1, row + 3, viewer, least, k, scores, indices, masks, masked);
    }
  }
}

/** The same for one viewer: `state` is [depth], and the depth a multiple of 4. Reading the table is nearly all of the time. */
export function scanOne(
  contents: usize,
  bias: usize,
  depth: i32,
  from: i32,
  to: i32,
  state: usize,
  least: usize,
  k: i32,
  scores: usize,
  indices: usize,
  masks: usize,
  masked: usize,
): void {
  const stride = (<usize>depth) << 2;
  for (let row = from; row < to; row += 4) {
    let p = contents + <usize>row * stride;
    const end = p + stride;
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let s = state;
    while (p < end) {
      const part = v128.load(s);
      a = multiplyAdd(v128.load(p), part, a);
      b = multiplyAdd(v128.load(p + stride), part, b);
      c = multiplyAdd(v128.load(p + (stride << 1)), part, c);
      d = multiplyAdd(v128.load(p + stride * 3), part, d);
      p += 16;
      s += 16;
    }
    // Transposed, the four sums become one of four: [a, b, c, d].
    const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
    const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
    let sums = f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    sums = f32x4.add(sums, v128.load(bias + ((<usize>row) << 2)));
    if (!v128.any_true(f32x4.gt(sums, v128.load32_splat(least)))) continue;
    keep(f32x4.extract_lane(sums, 0), row, 0, least, k, scores, indices, masks, masked);
    keep(f32x4.extract_lane(sums, 1), row + 1, 0, least, k, scores, indices, masks, masked);
    keep(f32x4.extract_lane(sums, 2), row + 2, 0, least, k, scores, indices, masks, masked);
    keep(f32x4.extract_lane(sums, 3), row + 3, 0, least, k, scores, indices, masks, masked);
  }
}

function keepEight(
  a: v128,
  b: v128,
  row: i32,
  viewer: i32,
  least: usize,
  k: i32,
  scores: usize,
  indices: usize,
  masks: usize,
  masked: usize,
): void {
  keep(f32x4.extract_lane(a, 0), row, viewer, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(a, 1), row, viewer + 1, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(a, 2), row, viewer + 2, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(a, 3), row, viewer + 3, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(b, 0), row, viewer + 4, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(b, 1), row, viewer + 5, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(b, 2), row, viewer + 6, least, k, scores, indices, masks, masked);
  keep(f32x4.extract_lane(b, 3), row, viewer + 7, least, k, scores, indices, masks, masked);
}

/** Puts a score in its place among the viewer's best, behind its equals, unless it is too low or its row is masked. */
function keep(
  score: f32,
  row: i32,
  viewer: i32,
  least: usize,
  k: i32,
  scores: usize,
  indices: usize,
  masks: usize,
  masked: usize,
): void {
  const leastAt = least + ((<usize>viewer) << 2);
  if (!(score > load<f32>(leastAt))) return;
  const maskAt = masks + ((<usize>viewer) << 2);
  if (isMasked(row, masked, load<i32>(maskAt), load<i32>(maskAt, 4))) return;
  const start = <usize>viewer * <usize>k;
  const own = scores + (start << 2);
  const ids = indices + (start << 2);
  let at = <usize>(k - 1);
  while (at > 0 && load<f32>(own + ((at - 1) << 2)) < score) {
    store<f32>(own + (at << 2), load<f32>(own + ((at - 1) << 2)));
    store<i32>(ids + (at << 2), load<i32>(ids + ((at - 1) << 2)));
    at--;
  }
  store<f32>(own + (at << 2), score);
  store<i32>(ids + (at << 2), row);
  store<f32>(leastAt, load<f32>(own + ((<usize>(k - 1)) << 2)));
}

function isMasked(row: i32, masked: usize, from: i32, to: i32): bool {
  while (from < to) {
    const middle = (from + to) >> 1;
    const found = load<i32>(masked + ((<usize>middle) << 2));
    if (found === row) return true;
    if (found < row) from = middle + 1;
    else to = middle;
  }
  return false;
}
