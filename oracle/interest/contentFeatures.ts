/**
 * What is known of contents before anybody attends to them, such as creator, topic or length: contents that share a feature share what is
 * learned of it, so that few visits say more of each.
 */
export interface ContentFeatureColumns {
  /** How many different features there are. */
  readonly count: number;
  /** In each column one feature for each content of the vocabulary, -1 where it has none. */
  readonly columns: readonly Int32Array[];
}

/** Adds each content's features, rows of `table` [count, H], to its row of `contents` [V, H]. */
export function addFeatures(
  contents: Float32Array,
  table: Float32Array,
  { count, columns }: ContentFeatureColumns,
): void {
  const width = table.length / count;
  for (const column of columns) {
    for (const [content, feature] of column.entries()) {
      if (feature < 0) continue;
      for (let j = 0; j < width; j++) {
        const at = content * width + j;
        contents[at] = contents[at]! + table[feature * width + j]!;
      }
    }
  }
}
