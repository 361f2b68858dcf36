import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { HeedError } from "../service/errors.ts";
import type { Architecture } from "./architecture.ts";
import { layoutOf, OPTIONAL_ARRAYS } from "./layout.ts";
import type { InterestWeights } from "./weights.ts";

/** A model as it is stored: JSON that says what the bytes are (f32, little-endian, one array behind the other). */
export interface SerializedInterestModel {
  manifest: object;
  weights: Uint8Array;
}

/** What a model consists of. */
export interface InterestModelParts {
  architecture: Architecture;
  hidden: number;
  vocabulary: readonly string[];
  weights: InterestWeights;
}

/** The architecture's fields stand beside the others. */
type Manifest = Architecture & {
  format: "heed-interest/1";
  hidden: number;
  vocabulary: readonly string[];
  arrays: readonly string[];
  /** SHA-256 of the weights. */
  weightsHash: string;
};

/** No training gives a larger weight, and up to it no product that the encoders form overflows. */
const LARGEST = 1e6;

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

export function writeModel(parts: InterestModelParts): SerializedInterestModel {
  const { architecture, hidden, vocabulary } = parts;
  const given = new Map(Object.entries(parts.weights) as [string, Float32Array][]);
  const arrays = [...layoutOf(architecture, hidden, vocabulary.length).keys()].filter((name) => given.has(name));
  const all = new Float32Array(arrays.reduce((total, name) => total + given.get(name)!.length, 0));
  let offset = 0;
  for (const name of arrays) {
    all.set(given.get(name)!, offset);
    offset += given.get(name)!.length;
  }
  const weights = new Uint8Array(all.buffer);
  const weightsHash = bytesToHex(sha256(weights));
  const manifest: Manifest = { format: "heed-interest/1", ...architecture, hidden, vocabulary, arrays, weightsHash };
  return { manifest, weights };
}

export function readModel({ manifest, weights }: SerializedInterestModel): InterestModelParts {
  const { architecture, hidden, vocabulary, arrays, weightsHash } = checkManifest(manifest);
  const layout = layoutOf(architecture, hidden, vocabulary.length);
  const sizeOf = (name: string) => layout.get(name)!.shape.reduce((product, side) => product * side, 1);
  const expected = 4 * arrays.reduce((total, name) => total + sizeOf(name), 0);
  if (weights.length !== expected)
    throw new BadInterestModelError(
      `The interest model's weights have ${weights.length} bytes instead of ${expected}.`,
    );
  if (bytesToHex(sha256(weights)) !== weightsHash)
    throw new BadInterestModelError("The interest model's weights don't match the hash in its manifest.");
  // A copy, because the bytes may start anywhere in a larger buffer.
  const all = new Float32Array(weights.slice().buffer);
  const read: Record<string, Float32Array> = {};
  let offset = 0;
  for (const name of arrays) {
    const numbers = all.subarray(offset, offset + sizeOf(name));
    const at = numbers.findIndex((number) => !(Math.abs(number) <= LARGEST));
    if (at >= 0)
      throw new BadInterestModelError(
        `The interest model's array "${name}" holds ${numbers[at]} at ${at}, where a number of at most ${LARGEST} should be.`,
      );
    read[name] = numbers;
    offset += sizeOf(name);
  }
  return { architecture, hidden, vocabulary, weights: read as unknown as InterestWeights };
}

function checkManifest(manifest: object): Manifest & { architecture: Architecture } {
  const { format, hidden, vocabulary, arrays, weightsHash, ...rest } = (manifest ?? {}) as Partial<Manifest>;
  if (format !== "heed-interest/1") fail(`is not of a format known here: ${quoted(format)}`);
  if (!Number.isInteger(hidden) || hidden! < 1 || hidden! > 4096)
    fail(`has no sensible number of hidden units: ${quoted(hidden)}`);
  const architecture = checkArchitecture(rest, hidden!);
  if (!Array.isArray(vocabulary) || !vocabulary.every((id) => typeof id === "string")) fail("has no vocabulary");
  if (vocabulary!.length === 0) fail("has an empty vocabulary");
  if (typeof weightsHash !== "string") fail("has no hash of the weights");
  if (!Array.isArray(arrays)) fail("has no list of arrays");
  const optional = new Set<string>(OPTIONAL_ARRAYS);
  const wanted = [...layoutOf(architecture, hidden!, vocabulary!.length).keys()].filter(
    (name) => !optional.has(name) || arrays!.includes(name),
  );
  if (arrays!.length !== wanted.length || wanted.some((name, i) => arrays![i] !== name))
    fail(`names the wrong arrays: ${quoted(arrays)}`);
  return { ...(manifest as Manifest), architecture };
}

function checkArchitecture(
  { kind, blocks, heads }: { kind?: unknown; blocks?: unknown; heads?: unknown },
  hidden: number,
): Architecture {
  if (kind === "gru" || kind === "lstm") return { kind };
  if (kind !== "transformer") fail(`is of a kind not known here: ${quoted(kind)}`);
  if (!isCount(blocks, 64)) fail(`has no sensible number of blocks: ${quoted(blocks)}`);
  if (!isCount(heads, hidden) || hidden % heads !== 0)
    fail(`has a number of heads that doesn't divide ${hidden} hidden units: ${quoted(heads)}`);
  return { kind: "transformer", blocks, heads };
}

function isCount(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

/** As it stands in the manifest: anything may stand there, even what can't be turned into text. */
function quoted(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

function fail(what: string): never {
  throw new BadInterestModelError(`The interest model's manifest ${what}.`);
}
