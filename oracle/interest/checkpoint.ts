import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
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
/** Bytes that are read, written and hashed at once, none of which takes more than 2 GiB; and the most that a header has. */
const PART = 2 ** 24;
/** Bytes of SHA-256. */
const HASH = 32;

type Header = Omit<Checkpoint, "arrays"> & {
  format: typeof FORMAT;
  /** What is trained on, and how: a training continues from its own checkpoint only. */
  fingerprint: string;
  arrays: { name: string; length: number }[];
};

/** A checkpoint's file: one line of JSON, the arrays (f32, little-endian) one behind the other, and the SHA-256 of all that. */
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
      const file = await open(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw unreadable(path, error);
      });
      if (!file) return null;
      try {
        return await decode(file, path, fingerprint);
      } catch (error) {
        throw error instanceof BadInputError ? error : unreadable(path, error as NodeJS.ErrnoException);
      } finally {
        await file.close();
      }
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

function* encode({ arrays, ...rest }: Checkpoint, fingerprint: string): Generator<Buffer> {
  const hash = createHash("sha256");
  const list = [...arrays].map(([name, { length }]) => ({ name, length }));
  const header: Header = { format: FORMAT, fingerprint, ...rest, arrays: list };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  hash.update(line);
  yield line;
  for (const values of arrays.values()) {
    for (let at = 0; at < values.length; at += PART / 4) {
      const part = Buffer.copyBytesFrom(values, at, PART / 4);
      hash.update(part);
      yield part;
    }
  }
  yield hash.digest();
}

async function decode(file: FileHandle, path: string, fingerprint: string): Promise<Checkpoint> {
  const over = "Delete it to begin anew, or give another file.";
  const { size } = await file.stat();
  const start = Buffer.alloc(Math.min(size, PART));
  await fill(file, start, 0);
  const end = start.indexOf("\n") + 1;
  const header = parse(start.subarray(0, end));
  if (!header) throw unusable(path, "is no checkpoint of this version", over);
  if (header.fingerprint !== fingerprint)
    throw unusable(
      path,
      "belongs to a training with other data or options",
      "Continue with the data and options that it was made with, or give another file.",
    );
  const expected = header.arrays.reduce((total, { length }) => total + 4 * length, 0);
  if (size - end - HASH !== expected)
    throw unusable(path, `has ${size - end - HASH} bytes of weights instead of ${expected}`, over);
  const hash = createHash("sha256").update(start.subarray(0, end));
  const arrays = new Map<string, Float32Array>();
  let position = end;
  for (const { name, length } of header.arrays) {
    const values = new Float32Array(length);
    for (let at = 0; at < values.byteLength; at += PART) {
      const part = new Uint8Array(values.buffer, at, Math.min(PART, values.byteLength - at));
      await fill(file, part, position + at);
      hash.update(part);
    }
    position += values.byteLength;
    arrays.set(name, values);
  }
  const written = Buffer.alloc(HASH);
  await fill(file, written, position);
  if (!hash.digest().equals(written)) throw unusable(path, "is damaged", over);
  const { epoch, at, step, lossSum, rows, done, best } = header;
  return { epoch, at, step, lossSum, rows, done, best, arrays };
}

/** Fills `bytes` from a position of the file, or as much of it as the file has. */
async function fill(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, position + at);
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}

/** The header, if it is one; what it says may still be damaged. */
function parse(line: Buffer): Header | null {
  try {
    const header = JSON.parse(line.toString()) as Header | null;
    const known =
      header?.format === FORMAT && header.arrays.every(({ length }) => Number.isSafeInteger(length) && length >= 0);
    return known ? header : null;
  } catch {
    return null;
  }
}

async function replace(path: string, parts: Iterable<Buffer>): Promise<void> {
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

function unreadable(path: string, error: NodeJS.ErrnoException): BadInputError {
  return unusable(path, `can't be read (${error.code})`, "Give a file that this user may read and write.", error);
}

function unusable(path: string, problem: string, hint: string, cause?: unknown): BadInputError {
  return new BadInputError(`The checkpoint ${path} ${problem}.`, {
    code: "bad-checkpoint",
    field: "checkpoint",
    hint,
    cause,
  });
}
