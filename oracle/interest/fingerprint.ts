import { createHash } from "node:crypto";
import type { ContentFeatureColumns } from "./contentFeatures.ts";
import { chosenBuild } from "./simd/build.ts";
import type { TrainingSet } from "./trainingSet.ts";
import type { ChosenOptions } from "./trainOptions.ts";

/** SHA-256 of all that a training's result depends on but the number of its threads, which moves roundings alone. */
export function fingerprintOf(
  { table, targets, heldOut }: TrainingSet,
  vocabulary: readonly string[],
  { threads: _, ...options }: ChosenOptions,
  features?: ContentFeatureColumns,
): string {
  const hash = createHash("sha256").update(JSON.stringify([chosenBuild(), options, vocabulary, features?.count ?? 0]));
  const columns = [table.offsets, table.contents, table.kinds, table.dwells, table.gaps, targets, heldOut.sequences];
  for (const values of [...columns, ...(features?.columns ?? [])]) hash.update(`\n${values.length}\n`).update(values);
  return hash.digest("hex");
}
