import { readFileSync, writeFileSync } from "node:fs";
import type { GasFigures } from "./heed.ts";

const url = new URL("./snapshot.json", import.meta.url);

/** The figures last committed. */
export function readSnapshot(): GasFigures {
  return JSON.parse(readFileSync(url, "utf8")) as GasFigures;
}

/** Makes these figures the ones that the tests compare with. */
export function writeSnapshot(gas: GasFigures): void {
  writeFileSync(url, `${JSON.stringify(gas, null, 2)}\n`);
}
