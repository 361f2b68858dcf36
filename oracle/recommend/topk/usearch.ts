import { createRequire } from "node:module";

/** What is used of the library. */
export interface NativeIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  search(vector: Float32Array, k: number, threads: number): { keys: BigUint64Array };
  save(path: string): void;
  load(path: string): void;
}

/** Recall and speed were measured with these: npm run bench -- topk --approximate. */
const SETTINGS = { metric: "l2sq", connectivity: 16, expansion_add: 128, expansion_search: 256 };

/**
 * Starts an empty graph of the library usearch (HNSW, Malkov and Yashunin 2016). Its ES module looks for the native part for ever, so the
 * CommonJS one is taken.
 *
 * @throws where the library has no build for this platform
 */
export function createNativeIndex(dimensions: number): NativeIndex {
  const { Index } = createRequire(import.meta.url)("usearch") as { Index: new (settings: object) => NativeIndex };
  return new Index({ dimensions, ...SETTINGS });
}
