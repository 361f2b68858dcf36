import { createHash } from "node:crypto";
import type { Hex } from "viem";
import type { Visit } from "../prepare/visits.ts";
import type { ContentFeatures } from "../value/appraiser.ts";

/** Everything that a unit price depends on. */
export interface PriceInputs {
  /** What the viewer did, oldest first; empty for a standard quote. */
  visits: readonly Visit[];
  content: ContentFeatures;
  /** What was known of the visited contents, in order of id; empty for a standard quote. */
  known: readonly ContentFeatures[];
  model: string;
  modelHash: Hex;
  rateWei: bigint;
  floorWei: bigint;
  ceilingWei: bigint;
  atMs: number;
}

/** The canonical form: JSON of arrays in a fixed order, so that neither key order nor spacing can change the hash. */
function canonicalInputs({ visits, content, known, ...rest }: PriceInputs): string {
  return JSON.stringify([
    "heed-inputs-1",
    visits.map((visit) => [visit.contentId, visit.kind, visit.dwellMs, visit.startedAtMs, visit.gapMs]),
    canonicalContent(content),
    known.map(canonicalContent),
    [rest.model, rest.modelHash],
    [rest.rateWei.toString(), rest.floorWei.toString(), rest.ceilingWei.toString()],
    rest.atMs,
  ]);
}

function canonicalContent(content: ContentFeatures) {
  return [content.contentId, content.creator, content.topics, content.language, content.lengthSeconds];
}

/** SHA-256 of the canonical inputs: what a quote commits to. */
export function inputsHash(inputs: PriceInputs): Hex {
  return `0x${createHash("sha256").update(canonicalInputs(inputs)).digest("hex")}`;
}
