import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { BadInputError } from "../service/errors.ts";

/** Where a training stands after a step. */
export interface Checkpoint {
  /** Steps of `epoch` that are done, and of all epochs. */
  epoch: number;
  at: number;
  step: number;
  /** Sum of the epoch's losses, and of how many rows. */
  lossSum: number;
  rows: number;
  /** Whether nothing is left to learn. */
  done: boolean;
  best: { score: number; epoch: number } | null;
  /** Everything learned, by names that say of what: weights, moments, average, the best epoch's weights. */
  arrays: ReadonlyMap<string, Float32Array>;
}

const FORMAT = "heed-checkpoint/1";

type Header = Omit<Checkpoint, "arrays"> & {
  format: typeof FORMAT;
  /** What is trained on, and how: a training continues from its own checkpoint only. */
  fingerprint: string;
  arrays: { name: string; length: number }[];
  /** SHA-256 of the arrays' bytes. */
  hash: string;
};

/** A checkpoint's file: one line of JSON and then the arrays (f32, little-endian), one behind the other. */
export interface CheckpointFile {
  /**
   * The checkpoint, or null where there is no file.
   * @throws BadInputError where the file is something else, damaged, or of another training
   */
  read(): Promise<Checkpoint | null>;
  /** Replaces the file as a whole: a crash leaves the old one or the new one. */
  write(checkpoint: Checkpoint): Promise<void>;
}

export function checkpointFile(path: string, fingerprint: string): CheckpointFile {
  return {
    async read() {
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw unusable(path, `can't be read (${error.code})`, "Give a file that this user may read and write.", error);
      });
      return bytes && decode(bytes, path, fingerprint);
    },
    async write(checkpoint) {
      try {
        await replace(path, encode(checkpoint, fingerprint));
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        throw unusable(
          path,
          `can't be written (${code})`,
          "Make room, or give a file that this user may write.",
          cause,
        );
      }
    },
  };
}

function encode({ arrays, ...rest }: Checkpoint, fingerprint: string): Buffer[] {
  const parts = [...arrays.values()].map((values) => Buffer.copyBytesFrom(values));
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const list = [...arrays].map(([name, { length }]) => ({ name, length }));
  const header: Header = { format: FORMAT, fingerprint, ...rest, arrays: list, hash: hash.digest("hex") };
  return [Buffer.from(`${JSON.stringify(header)}\n`), ...parts];
}

function decode(bytes: Buffer, path: string, fingerprint: string): Checkpoint {
  const over = "Delete it to begin anew, or give another file.";
  const end = bytes.indexOf("\n");
  const header = parse(bytes.subarray(0, Math.max(0, end)));
  if (header?.format !== FORMAT) throw unusable(path, "is no checkpoint of this version", over);
  if (header.fingerprint !== fingerprint)
    throw unusable(
      path,
      "belongs to a training with other data or options",
      "Continue with the data and options that it was made with, or give another file.",
    );
  const body = bytes.subarray(end + 1);
  const expected = header.arrays.reduce((total, { length }) => total + 4 * length, 0);
  if (body.length !== expected)
    throw unusable(path, `has ${body.length} bytes of weights instead of ${expected}`, over);
  if (createHash("sha256").update(body).digest("hex") !== header.hash) throw unusable(path, "is damaged", over);
  // A copy, because numbers must start at a multiple of four.
  const all = new Float32Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer);
  const arrays = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, length } of header.arrays) {
    arrays.set(name, all.subarray(offset, offset + length));
    offset += length;
  }
  const { epoch, at, step, lossSum, rows, done, best } = header;
  return { epoch, at, step, lossSum, rows, done, best, arrays };
}

function parse(line: Buffer): Header | null {
  try {
    return JSON.parse(line.toString()) as Header | null;
  } catch {
    return null;
  }
}

async function replace(path: string, parts: readonly Buffer[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.new`;
  const file = await open(aside, "w");
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  // The name must outlive a crash too.
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

function unusable(path: string, problem: string, hint: string, cause?: unknown): BadInputError {
  return new BadInputError(`The checkpoint ${path} ${problem}.`, {
    code: "bad-checkpoint",
    field: "checkpoint",
    hint,
    cause,
  });
}
