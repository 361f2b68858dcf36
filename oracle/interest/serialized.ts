import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { DWELL_BUCKETS, GAP_BUCKETS, KIND_COUNT } from "../prepare/tensors.ts";
import { HeedError } from "../service/errors.ts";
import { type GruWeights, WEIGHT_NAMES, type WeightName } from "./weights.ts";

/** A model as it is stored: JSON that says what the bytes are (f32, little-endian, one array behind the other). */
export interface SerializedInterestModel {
  manifest: object;
  weights: Uint8Array;
}

interface Manifest {
  format: "heed-interest/1";
  kind: "gru";
  hidden: number;
  vocabulary: readonly string[];
  arrays: readonly WeightName[];
  /** SHA-256 of the weights. */
  weightsHash: string;
}

/** A serialized interest model that can't be what was written. */
export class BadInterestModelError extends HeedError {
  override readonly name = "BadInterestModelError";
  constructor(message: string) {
    super(message, {
      code: "bad-model",
      status: 500,
      hint: "Activate another model by its name, or train a new one: npm run heed -- train.",
    });
  }
}

export function writeModel(hidden: number, vocabulary: readonly string[], arrays: GruWeights): SerializedInterestModel {
  const names = WEIGHT_NAMES.filter((name) => arrays[name]);
  const all = new Float32Array(names.reduce((total, name) => total + arrays[name]!.length, 0));
  let offset = 0;
  for (const name of names) {
    all.set(arrays[name]!, offset);
    offset += arrays[name]!.length;
  }
  const weights = new Uint8Array(all.buffer);
  const weightsHash = bytesToHex(sha256(weights));
  const manifest: Manifest = { format: "heed-interest/1", kind: "gru", hidden, vocabulary, arrays: names, weightsHash };
  return { manifest, weights };
}

export function readModel({ manifest, weights }: SerializedInterestModel): {
  hidden: number;
  vocabulary: readonly string[];
  weights: GruWeights;
} {
  const { hidden, vocabulary, arrays, weightsHash } = checkManifest(manifest);
  const sizes = sizesOf(hidden, vocabulary.length);
  const expected = 4 * arrays.reduce((total, name) => total + sizes[name], 0);
  if (weights.length !== expected)
    throw new BadInterestModelError(
      `The interest model's weights have ${weights.length} bytes instead of ${expected}.`,
    );
  if (bytesToHex(sha256(weights)) !== weightsHash)
    throw new BadInterestModelError("The interest model's weights don't match the hash in its manifest.");
  // A copy, because the bytes may start anywhere in a larger buffer.
  const all = new Float32Array(weights.slice().buffer);
  if (!all.every(Number.isFinite))
    throw new BadInterestModelError("The interest model has weights that are not numbers.");
  const read: Partial<GruWeights> = {};
  let offset = 0;
  for (const name of arrays) {
    read[name] = all.subarray(offset, offset + sizes[name]);
    offset += sizes[name];
  }
  return { hidden, vocabulary, weights: read as GruWeights };
}

function sizesOf(hidden: number, contents: number): Record<WeightName, number> {
  return {
    contents: contents * hidden,
    bias: contents,
    unknown: hidden,
    kinds: KIND_COUNT * hidden,
    dwells: DWELL_BUCKETS * hidden,
    gaps: GAP_BUCKETS * hidden,
    w: 3 * hidden * hidden,
    u: 3 * hidden * hidden,
    b: 3 * hidden,
    c: hidden,
  };
}

function checkManifest(manifest: object): Manifest {
  const { format, kind, hidden, vocabulary, arrays, weightsHash } = (manifest ?? {}) as Partial<Manifest>;
  const fail = (what: string) => {
    throw new BadInterestModelError(`The interest model's manifest ${what}.`);
  };
  if (format !== "heed-interest/1" || kind !== "gru") fail(`is not of a format known here: ${format}, ${kind}`);
  if (!Number.isInteger(hidden) || hidden! < 1 || hidden! > 4096)
    fail(`has no sensible number of hidden units: ${hidden}`);
  if (!Array.isArray(vocabulary) || !vocabulary.every((id) => typeof id === "string")) fail("has no vocabulary");
  if (vocabulary!.length === 0) fail("has an empty vocabulary");
  if (typeof weightsHash !== "string") fail("has no hash of the weights");
  const optional = new Set<string>(["kinds", "dwells", "gaps"]);
  const wanted = WEIGHT_NAMES.filter((name) => !optional.has(name) || arrays?.includes(name));
  if (!Array.isArray(arrays) || arrays.join() !== wanted.join()) fail(`names the wrong arrays: ${arrays}`);
  return manifest as Manifest;
}
