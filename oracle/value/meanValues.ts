import { setImmediate } from "node:timers/promises";
import { HISTORY_LENGTH } from "../prepare/visits.ts";
import type { Dataset } from "./dataset.ts";
import { FEATURE_COUNT } from "./features.ts";
import { type AppraiserParts, readHistory, secondsFor } from "./readHistory.ts";

/** Most pairs of viewer and content that are appraised: some seconds' work. */
const MOST_PAIRS = 400_000;

/**
 * Mean expected seconds of each content, in the catalogue's order, over the viewers, each with all of their history. Where there are
 * too many pairs, an evenly spaced sample of the viewers stands for all.
 */
export async function meanValues(
  dataset: Dataset,
  parts: AppraiserParts,
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const known = dataset.viewers
    .map(({ visits }) => visits.filter((visit) => visit.part !== "test"))
    .filter((visits) => visits.length > 0);
  const sums = new Float64Array(dataset.contents.length);
  const count = Math.max(1, Math.min(known.length, Math.floor(MOST_PAIRS / Math.max(1, dataset.contents.length))));
  const row = new Float32Array(FEATURE_COUNT);
  for (let i = 0; i < count; i++) {
    if (i % 16 === 0) await setImmediate();
    signal?.throwIfAborted();
    const visits = known[Math.floor((i * known.length) / count)] ?? [];
    const last = visits.at(-1);
    const atMs = last ? last.startedAtMs + last.dwellMs : 0;
    const reader = readHistory(parts, { history: visits.slice(-HISTORY_LENGTH) });
    for (const content of parts.catalogue.indexed)
      sums[content.index]! += secondsFor(parts, reader, content, atMs, row).value;
    onProgress?.((i + 1) / count);
  }
  return sums.map((sum) => sum / count);
}
