import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Hex } from "viem";
import type { Visit } from "../prepare/visits.ts";
import type { ContentFeatures } from "../value/appraiser.ts";
import { toHexString } from "./digest.ts";

/** Everything that a unit price depends on. */
export interface PriceInputs {
  /** What the viewer did, oldest first; empty for a standard quote. */
  visits: readonly Visit[];
  content: ContentFeatures;
  model: string;
  modelHash: Hex;
  rateWei: bigint;
  floorWei: bigint;
  ceilingWei: bigint;
  atMs: number;
}

const utf8 = new TextEncoder();

/** The canonical form: JSON of arrays in a fixed order, so that neither key order nor spacing can change the hash. */
export function canonicalInputs({ visits, content, ...rest }: PriceInputs): string {
  return JSON.stringify([
    "heed-inputs-1",
    visits.map((visit) => [visit.contentId, visit.kind, visit.dwellMs, visit.startedAtMs, visit.gapMs]),
    [content.contentId, content.creator, content.topics, content.language, content.lengthSeconds],
    [rest.model, rest.modelHash],
    [rest.rateWei.toString(), rest.floorWei.toString(), rest.ceilingWei.toString()],
    rest.atMs,
  ]);
}

/** keccak-256 of the canonical inputs: what a quote commits to. */
export function inputsHash(inputs: PriceInputs): Hex {
  return toHexString(keccak_256(utf8.encode(canonicalInputs(inputs))));
}
