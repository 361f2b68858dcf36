/** Some whole sequences of a packed batch, one behind the other. */
export interface RowGroup {
  /** The packed row that stands at each place of the group. */
  rows: Int32Array;
  /** For each place, the place at which its sequence begins. */
  starts: Int32Array;
}

/**
 * Puts whole sequences together until a group would have more than `limit` rows (one sequence may): short sequences share a product then, and
 * a long one has its own. `sizes` as in PackedBatch.
 */
export function groupRows(sizes: Int32Array, limit = 64): RowGroup[] {
  const stepStarts = new Int32Array(sizes.length);
  for (let t = 1; t < sizes.length; t++) stepStarts[t] = stepStarts[t - 1]! + sizes[t - 1]!;
  const groups: RowGroup[] = [];
  let [rows, starts]: [number[], number[]] = [[], []];
  const close = () => {
    if (rows.length > 0) groups.push({ rows: Int32Array.from(rows), starts: Int32Array.from(starts) });
    [rows, starts] = [[], []];
  };
  for (let i = 0, length = sizes.length; i < (sizes[0] ?? 0); i++) {
    // The longest come first, so lengths only fall.
    while (sizes[length - 1]! <= i) length--;
    if (rows.length + length > limit) close();
    const start = rows.length;
    for (let t = 0; t < length; t++) {
      rows.push(stepStarts[t]! + i);
      starts.push(start);
    }
  }
  close();
  return groups;
}
