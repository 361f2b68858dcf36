import type { Logger } from "../../service/logger.ts";
import { buildApproximateIndex } from "./approximateIndex.ts";
import { createExactIndex, type TopIndex } from "./exactIndex.ts";

/** From this many contents on the graph answers for one viewer at a time; decision 43 has the measurements. */
const APPROXIMATE_FROM = 200_000;

/**
 * An index of a model's contents: exact at once, and, where there are very many, approximate for one viewer at a time as soon as that has
 * been built in the background. Several viewers together are always compared with every content.
 */
export function createTopIndex(
  contents: Float32Array,
  bias: Float32Array,
  logger: Pick<Logger, "info" | "warn">,
  signal?: AbortSignal,
): TopIndex & { ready: Promise<void> } {
  const exact = createExactIndex(contents, bias);
  let graph: TopIndex | undefined;
  const ready = exact.size < APPROXIMATE_FROM ? Promise.resolve() : replaceByGraph();

  async function replaceByGraph(): Promise<void> {
    const startedAtMs = performance.now();
    try {
      graph = await buildApproximateIndex(contents, bias, signal);
      const seconds = Math.round((performance.now() - startedAtMs) / 1000);
      logger.info({ contents: exact.size, seconds }, "approximate index serves");
    } catch (err) {
      if (!signal?.aborted)
        logger.warn({ err, contents: exact.size }, "no approximate index: each viewer is compared with every content");
    }
  }

  return {
    size: exact.size,
    ready,
    search: (states, n, k, masked) => (n === 1 && graph ? graph : exact).search(states, n, k, masked),
  };
}
