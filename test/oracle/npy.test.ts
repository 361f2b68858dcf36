import { expect } from "chai";
import { parseNpy, readNpy } from "../../oracle/prepare/npy.ts";
import { BadInputError } from "../../oracle/service/errors.ts";

interface Layout {
  descr?: string;
  shape?: string;
  fortran?: boolean;
  version?: number;
  dictionary?: string;
}

/** A NumPy file as numpy.lib.format lays it out. */
function npy(
  data: Uint8Array,
  { descr = "<f8", shape = "(2, 2)", fortran = false, version = 1, dictionary }: Layout = {},
) {
  const text =
    dictionary ?? `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
  const prefix = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix - 1)}\n`;
  const head = new DataView(new ArrayBuffer(prefix));
  for (const [i, byte] of [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0].entries()) head.setUint8(i, byte);
  if (version === 1) head.setUint16(8, padded.length, true);
  else head.setUint32(8, padded.length, true);
  return Buffer.concat([new Uint8Array(head.buffer), Buffer.from(padded), data]);
}

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const square = bytesOf(Float64Array.of(1, -2, 3.5, 4));

function bigEndian(values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, false);
  return bytesOf(view);
}

function refused(bytes: Uint8Array): BadInputError {
  try {
    parseNpy(bytes, "data.npy");
  } catch (error) {
    expect(error).to.be.instanceOf(BadInputError);
    return error as BadInputError;
  }
  throw new Error("it was read");
}

describe("reading NumPy files", () => {
  for (const version of [1, 2, 3]) {
    it(`reads format version ${version}`, () => {
      const { shape, rows, columns, values } = parseNpy(npy(square, { version }), "data.npy");
      expect([...values]).to.deep.equal([1, -2, 3.5, 4]);
      expect([shape, rows, columns]).to.deep.equal([[2, 2], 2, 2]);
    });
  }

  it("reads a single dimension as one column", () => {
    const { rows, columns } = parseNpy(npy(square, { shape: "(4,)" }), "data.npy");
    expect([rows, columns]).to.deep.equal([4, 1]);
  });

  const types: [string, ArrayBufferView][] = [
    ["<f4", Float32Array.of(1, -2, 3.5, 4)],
    [">f4", Buffer.from(bigEndian([1, -2, 3.5, 4]))],
  ];
  for (const [descr, data] of types) {
    it(`reads ${descr}`, () => {
      expect([...parseNpy(npy(bytesOf(data), { descr }), "data.npy").values]).to.deep.equal([1, -2, 3.5, 4]);
    });
  }

  const integers: [string, ArrayBufferView][] = [
    ["|i1", Int8Array.of(1, 2, 3, 4)],
    ["|u1", Uint8Array.of(1, 2, 3, 4)],
    ["|b1", Uint8Array.of(1, 2, 3, 4)],
    ["<i2", Int16Array.of(1, 2, 3, 4)],
    ["<u2", Uint16Array.of(1, 2, 3, 4)],
    ["<i4", Int32Array.of(1, 2, 3, 4)],
    ["<u4", Uint32Array.of(1, 2, 3, 4)],
    ["<i8", BigInt64Array.of(1n, 2n, 3n, 4n)],
    ["<u8", BigUint64Array.of(1n, 2n, 3n, 4n)],
  ];
  for (const [descr, data] of integers) {
    it(`reads ${descr}`, () => {
      expect([...parseNpy(npy(bytesOf(data), { descr }), "data.npy").values]).to.deep.equal([1, 2, 3, 4]);
    });
  }

  it("refuses Fortran order, with the remedy", () => {
    const error = refused(npy(square, { fortran: true }));
    expect(error.message).to.equal("data.npy: it is in Fortran order.");
    expect(error.hint).to.include("np.ascontiguousarray");
  });

  it("takes Fortran order where it makes no difference", () => {
    expect(parseNpy(npy(square, { fortran: true, shape: "(4, 1)" }), "data.npy").rows).to.equal(4);
  });

  for (const descr of ["|O", "<c16", "<U3", "<f2", "<M8"]) {
    it(`refuses values of type ${descr}`, () => {
      expect(refused(npy(square, { descr })).message).to.include(descr);
    });
  }

  it("refuses named fields", () => {
    const dictionary = "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (4,), }";
    expect(refused(npy(square, { dictionary })).message).to.include("structured array");
  });

  it("refuses three dimensions and no rows", () => {
    expect(refused(npy(square, { shape: "(2, 2, 1)" })).message).to.include("3 dimensions");
    expect(refused(npy(new Uint8Array(), { shape: "(0, 4)" })).message).to.include("no values");
  });

  it("names row and column where the data end too early", () => {
    expect(refused(npy(square.subarray(0, 20))).message).to.include("before row 2, column 1 of 2 × 2");
  });

  it("names row and column of a value that is not a number", () => {
    const error = refused(npy(bytesOf(Float64Array.of(1, 2, 3, Number.NaN))));
    expect(error.message).to.equal("data.npy: row 2, column 2 is NaN.");
    expect(error.field).to.equal("data.npy");
  });

  it("refuses what follows the last value", () => {
    expect(refused(npy(bytesOf(Float64Array.of(1, 2, 3, 4, 5)))).message).to.include("8 bytes follow");
  });

  it("refuses a file that is something else, is cut inside its header, or is of an unknown version", () => {
    expect(refused(Buffer.from("user,video\n1,2\n")).message).to.include("not a NumPy file");
    expect(refused(npy(square).subarray(0, 40)).message).to.include("inside its header");
    expect(refused(npy(square).subarray(0, 8)).message).to.include("inside its header");
    expect(refused(npy(square, { version: 9 })).message).to.include("version 9.0");
  });

  it("says that a file is missing", async () => {
    const error = await readNpy("/nowhere/data.npy").then(
      () => null,
      (reason: unknown) => reason as BadInputError,
    );
    expect(error?.message).to.equal("/nowhere/data.npy: there is no such file.");
  });
});
