import { Forest } from "./forest.ts";
import type { Regression, SerializedRegression } from "./regression.ts";
import { Ridge } from "./ridge.ts";

/** Reads back what `serialize` wrote. */
export function loadRegression(serialized: SerializedRegression): Regression {
  return serialized.kind === "ridge" ? new Ridge(serialized) : new Forest(serialized);
}
