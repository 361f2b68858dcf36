import { createHash } from "node:crypto";
import { HeedError } from "../service/errors.ts";

/** JSON that says what the weights are and how they were made. */
export interface Manifest {
  format: "heed-model/1";
  /** Data set it was trained on, and when. */
  dataset: string;
  trainedAtMs: number;
  seed: number;
  /** What was measured on the validation part (and the test part, where there is one). */
  metrics: Record<string, number>;
  /** Options of training and structure of the models; read back by `loadAppraiser`. */
  config: Record<string, unknown>;
  /** Where each named array lies in `weights`. */
  arrays: ArrayEntry[];
}

interface ArrayEntry {
  name: string;
  type: "u8" | "f32" | "f64" | "i32" | "json";
  offset: number;
  bytes: number;
}

/** A trained model as it is stored and served. */
export interface Artefact {
  name: string;
  /** SHA-256 over the manifest's canonical JSON and the weights. */
  hash: `0x${string}`;
  manifest: Manifest;
  weights: Uint8Array;
}

/** An artefact that can't be what was trained. */
export class BadArtefactError extends HeedError {
  override readonly name = "BadArtefactError";
  constructor(message: string, cause?: unknown) {
    super(message, {
      code: "bad-model",
      status: 500,
      hint: "Activate another model by its name, or train a new one: npm run heed -- train.",
      cause,
    });
  }
}

/** Anything but a typed array is kept as JSON. */
export type NamedArray = Uint8Array | Float32Array | Float64Array | Int32Array | object;

/** Lays out `arrays` behind each other (8-byte aligned) and names the result after its hash. */
export function packArtefact(
  manifest: Omit<Manifest, "format" | "arrays">,
  arrays: Record<string, NamedArray>,
): Artefact {
  const entries: ArrayEntry[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, value] of Object.entries(arrays)) {
    const type = typeOf(value);
    const part =
      type === "json"
        ? new TextEncoder().encode(canonicalJson(value))
        : new Uint8Array(
            (value as Float32Array).buffer,
            (value as Float32Array).byteOffset,
            (value as Float32Array).byteLength,
          );
    entries.push({ name, type, offset, bytes: part.length });
    parts.push(part);
    offset += Math.ceil(part.length / 8) * 8;
  }
  const weights = new Uint8Array(offset);
  for (const [i, part] of parts.entries()) weights.set(part, entries[i]!.offset);
  const full: Manifest = { format: "heed-model/1", ...manifest, arrays: entries };
  const hash = artefactHash(full, weights);
  return { name: `${manifest.dataset}-${hash.slice(2, 10)}`, hash, manifest: full, weights };
}

/** Reads back what `packArtefact` laid out; a `BadArtefactError` if a single bit differs. */
export function unpackArtefact(artefact: Artefact): Record<string, NamedArray> {
  const { manifest, weights, hash, name } = artefact;
  if (manifest?.format !== "heed-model/1")
    throw new BadArtefactError(`Model ${name} is not in the format heed-model/1.`);
  const actual = artefactHash(manifest, weights);
  if (actual !== hash) throw new BadArtefactError(`Model ${name} is corrupted: its hash is ${actual}, not ${hash}.`);
  // A copy, so that typed arrays can be laid over it wherever the driver's buffer started.
  const bytes = new Uint8Array(weights);
  if (!Array.isArray(manifest.arrays)) throw new BadArtefactError(`Model ${name} has no list of arrays.`);
  return Object.fromEntries(manifest.arrays.map((entry) => [entry.name, readArray(name, bytes, entry)]));
}

function readArray(model: string, bytes: Uint8Array, { name, type, offset, bytes: length }: ArrayEntry): NamedArray {
  const sensible = [offset, length].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!sensible || offset + length > bytes.length)
    throw new BadArtefactError(`Model ${model} ends inside the array "${name}".`);
  const at = [bytes.buffer as ArrayBuffer, bytes.byteOffset + offset] as const;
  try {
    if (type === "u8") return new Uint8Array(...at, length);
    if (type === "f32") return new Float32Array(...at, length / 4);
    if (type === "f64") return new Float64Array(...at, length / 8);
    if (type === "i32") return new Int32Array(...at, length / 4);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(...at, length))) as object;
  } catch (error) {
    throw new BadArtefactError(`Model ${model} has an array "${name}" that isn't of its type, ${type}.`, error);
  }
}

/** SHA-256 over the manifest's canonical JSON, a zero byte, and the weights. */
export function artefactHash(manifest: Manifest, weights: Uint8Array): `0x${string}` {
  return `0x${createHash("sha256").update(canonicalJson(manifest)).update("\0").update(weights).digest("hex")}`;
}

/** JSON with sorted keys: what comes back from a jsonb column has the same text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function typeOf(value: NamedArray): ArrayEntry["type"] {
  if (value instanceof Uint8Array) return "u8";
  if (value instanceof Float32Array) return "f32";
  if (value instanceof Float64Array) return "f64";
  if (value instanceof Int32Array) return "i32";
  return "json";
}
