import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { TopIndex } from "./exactIndex.ts";
import { createNativeIndex } from "./usearch.ts";

/** What the building thread gets. */
export interface BuildTask {
  contents: Float32Array;
  bias: Float32Array;
  path: string;
}

/**
 * Builds, in a thread of its own, an index that looks at some thousand contents instead of all (HNSW). What it finds has its exact score;
 * now and then it misses one. A graph finds near points, not large products: a content's place is [row, bias, √(M² − length²)], M the
 * longest, so that all are equally long, and the nearest to [state, 1, 0] is the one with the highest score (Bachrach et al., RecSys 2014).
 *
 * @throws where the library has no build for this platform, or memory or room on the disk ends
 */
export async function buildApproximateIndex(
  contents: Float32Array,
  bias: Float32Array,
  signal?: AbortSignal,
): Promise<TopIndex> {
  const hidden = contents.length / bias.length;
  // Fails at once where there is no native part.
  const native = createNativeIndex(hidden + 2);
  const folder = await mkdtemp(join(tmpdir(), "heed-index-"));
  try {
    const path = join(folder, "graph");
    await build({ contents, bias, path }, signal);
    native.load(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    size: bias.length,
    search(states, n, k, masked = []) {
      const indices = new Int32Array(n * k).fill(-1);
      const scores = new Float32Array(n * k).fill(Number.NEGATIVE_INFINITY);
      const place = new Float32Array(hidden + 2);
      for (let i = 0; i < n; i++) {
        const hiddenOnes = new Set(masked[i]);
        const state = states.subarray(i * hidden, (i + 1) * hidden);
        place.set(state);
        place[hidden] = 1;
        const wanted = Math.min(bias.length, k + hiddenOnes.size);
        const found = [...native.search(place, wanted, 1).keys]
          .map(Number)
          .filter((index) => !hiddenOnes.has(index))
          .map((index) => ({ index, score: scoreOf(state, contents, bias, index) }))
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, k);
        for (const [j, { index, score }] of found.entries()) {
          indices[i * k + j] = index;
          scores[i * k + j] = score;
        }
      }
      return { indices, scores };
    },
  };
}

function build(task: BuildTask, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL("./approximateWorker.ts", import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal!.reason);
      void worker.terminate();
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      signal?.removeEventListener("abort", abort);
      if (code === 0) resolve();
      else reject(new Error(`The thread that builds the index ended early (${code}).`));
    });
  });
}

function scoreOf(state: Float32Array, contents: Float32Array, bias: Float32Array, index: number): number {
  let score = bias[index]!;
  for (let j = 0; j < state.length; j++) score += state[j]! * contents[index * state.length + j]!;
  return Math.fround(score);
}
