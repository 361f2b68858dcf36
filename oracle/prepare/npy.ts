import { readFile } from "node:fs/promises";
import { BadInputError } from "../service/errors.ts";

/** A NumPy array of one or two dimensions, row by row. */
export interface NpyArray {
  shape: readonly number[];
  rows: number;
  /** 1 for an array of one dimension. */
  columns: number;
  values: Float64Array;
}

const MAGIC = "\x93NUMPY";

type Reader = (view: DataView, offset: number, little: boolean) => number;

/** Types by NumPy's kind and size: float, signed, unsigned, boolean. */
const READERS: Record<string, Reader> = {
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
};

/**
 * Reads a NumPy file (format versions 1 to 3: numpy.lib.format) of float32, float64, integers or booleans, either byte order, C order,
 * one or two dimensions.
 * @throws BadInputError that names the file, what is wrong, where, and the remedy.
 */
export async function readNpy(file: string): Promise<NpyArray> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw problem(file, missing ? "there is no such file" : "it can't be read", "Check the path.", cause);
  });
  return parseNpy(bytes, file);
}

/** `readNpy` on bytes that are there already; `file` is the name for errors. */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { descr, fortran, shape, start } = headerOf(bytes, file);
  const [, order, type] = /^([<>|=])([a-zA-Z]\d+)$/.exec(descr) ?? [];
  const reader = type === undefined ? undefined : READERS[type];
  if (reader === undefined) {
    throw problem(
      file,
      `its values have the type '${descr}'`,
      "Save it as numbers: np.save(path, array.astype(np.float64)).",
    );
  }
  if (shape.length < 1 || shape.length > 2) {
    throw problem(
      file,
      `it has ${shape.length} dimensions`,
      "Save one or two: np.save(path, array.reshape(len(array), -1)).",
    );
  }
  const [rows, columns = 1] = shape as [number, number?];
  if (fortran && rows > 1 && columns > 1) {
    throw problem(file, "it is in Fortran order", "Save it in C order: np.save(path, np.ascontiguousarray(array)).");
  }
  if (rows * columns === 0)
    throw problem(file, `it holds no values (its shape is ${shape.join(" × ")})`, "Give at least one row.");
  const size = Number(type!.slice(1));
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const whole = Math.floor(view.byteLength / size);
  if (whole < rows * columns) {
    const where = `row ${Math.floor(whole / columns) + 1}, column ${(whole % columns) + 1}`;
    throw problem(
      file,
      `it is cut short: the data end before ${where} of ${rows} × ${columns}`,
      "Save or copy the file again.",
    );
  }
  if (view.byteLength > rows * columns * size) {
    const extra = view.byteLength - rows * columns * size;
    throw problem(
      file,
      `${extra} bytes follow the last value`,
      "Save the file again: its header doesn't match its data.",
    );
  }
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const value = reader(view, i * size, order !== ">");
    if (!Number.isFinite(value)) {
      const where = `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;
      throw problem(file, `${where} is ${value}`, "Take that row out, or fill the gap: np.nan_to_num(array).");
    }
    values[i] = value;
  }
  return { shape, rows, columns, values };
}

interface Header {
  descr: string;
  fortran: boolean;
  shape: number[];
  /** Where the data begin. */
  start: number;
}

function headerOf(bytes: Uint8Array, file: string): Header {
  const cut = () => problem(file, "it is cut short inside its header", "Save or copy the file again.");
  const latin = new TextDecoder("latin1");
  if (latin.decode(bytes.subarray(0, 6)) !== latin.decode(Uint8Array.from(MAGIC, (c) => c.charCodeAt(0)))) {
    throw problem(
      file,
      "it is not a NumPy file (it doesn't begin with \\x93NUMPY)",
      "Save it with np.save(path, array).",
    );
  }
  if (bytes.length < 12) throw cut();
  const [major, minor] = [bytes[6]!, bytes[7]!];
  if (major < 1 || major > 3) {
    throw problem(
      file,
      `its format is version ${major}.${minor}; 1 to 3 are known`,
      "Save it with np.save(path, array).",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const from = major === 1 ? 10 : 12;
  const start = from + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) throw cut();
  const text = (major === 3 ? new TextDecoder() : latin).decode(bytes.subarray(from, start));
  const descr = /'descr'\s*:\s*('([^']*)'|\[)/.exec(text);
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!descr || !fortran || !shape)
    throw problem(file, "its header can't be read", "Save it with np.save(path, array).");
  if (descr[2] === undefined) {
    throw problem(
      file,
      "it is a structured array (named fields)",
      "Save plain columns: np.save(path, np.column_stack(list_of_columns)).",
    );
  }
  const sizes = shape[1]!
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "");
  return {
    descr: descr[2],
    fortran: fortran[1] === "True",
    shape: sizes.map((size) => Number.parseInt(size, 10)),
    start,
  };
}

function problem(file: string, what: string, hint: string, cause?: unknown): BadInputError {
  return new BadInputError(`${file}: ${what}.`, { code: "bad-npy", hint, field: file, cause });
}
