import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { createRandom } from "../../oracle/interest/random.ts";
import { KernelArena } from "../../oracle/interest/simd/arena.ts";
import { chosenBuild, SIMD_BUILDS } from "../../oracle/interest/simd/build.ts";
import { normals } from "./support/numbers.ts";

/** A matrix as it is stored, with numbers between its rows that belong to nobody. */
interface Stored {
  values: Float32Array;
  stride: number;
  turned: boolean;
}

const OUTSIDE = 12345;

function store(rows: number, columns: number, turned: boolean, gap: number, seed: number): Stored {
  const [height, width] = turned ? [columns, rows] : [rows, columns];
  const stride = width + gap;
  const values = new Float32Array(height * stride).fill(OUTSIDE);
  const numbers = normals(rows * columns, seed, 1);
  for (let i = 0; i < height; i++) values.set(numbers.slice(i * width, (i + 1) * width), i * stride);
  return { values, stride, turned };
}

const element = ({ values, stride, turned }: Stored, row: number, column: number) =>
  values[turned ? column * stride + row : row * stride + column]!;

const put = (arena: KernelArena, values: Float32Array) => {
  const at = arena.allocate(values.length);
  arena.floats(at, values.length).set(values);
  return at;
};

const product = fc.record({
  m: fc.integer({ min: 0, max: 21 }),
  n: fc.integer({ min: 1, max: 35 }),
  k: fc.integer({ min: 0, max: 40 }),
  gaps: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
  turned: fc.tuple(fc.boolean(), fc.boolean()),
  packed: fc.boolean(),
  onto: fc.constantFrom("nothing", "bias", "sum"),
});

for (const build of SIMD_BUILDS) {
  describe(`the ${build} kernels`, () => {
    const check = ({
      m,
      n,
      k,
      gaps,
      turned,
      packed,
      onto,
    }: typeof product extends fc.Arbitrary<infer T> ? T : never) => {
      const arena = new KernelArena(build);
      const { kernels } = arena;
      const a = store(m, k, turned[0], gaps[0], 1);
      const b = store(k, n, turned[1], gaps[1], 2);
      const c = store(m, n, false, gaps[2], 3);
      const bias = Float32Array.from(normals(n, 4, 1));
      const left = { ...a, at: put(arena, a.values) };
      const right = { ...b, at: put(arena, b.values) };
      const out = { ...c, at: put(arena, c.values) };
      const biasAt = put(arena, bias);
      const room = arena.allocate(kernels.packedLength(k, n));
      kernels.multiply(m, n, k, left, packed ? kernels.pack(n, k, right, room) : right, out, {
        add: onto === "sum",
        bias: onto === "bias" ? biasAt : undefined,
      });
      const actual = arena.floats(out.at, c.values.length);
      let worst = 0;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = onto === "sum" ? element(c, i, j) : onto === "bias" ? bias[j]! : 0;
          for (let p = 0; p < k; p++) sum += element(a, i, p) * element(b, p, j);
          worst = Math.max(worst, Math.abs(actual[i * c.stride + j]! - sum));
        }
        for (let j = n; j < c.stride; j++) expect(actual[i * c.stride + j]).to.equal(OUTSIDE);
      }
      expect(worst).to.be.below(1e-5 * Math.max(1, Math.sqrt(k)));
    };

    it("multiply matrices of any shape and order as sums written out do, and write nowhere else", () => {
      fc.assert(fc.property(product, check), { numRuns: 300 });
    });

    it("multiply matrices that are larger than a block on every side", () => {
      for (const turned of [false, true])
        for (const packed of [false, true])
          check({ m: 131, n: 521, k: 259, gaps: [1, 2, 3], turned: [turned, !turned], packed, onto: "sum" });
    });
  });
}

describe("the strict kernels", () => {
  it("give the same bits everywhere", () => {
    const arena = new KernelArena("strict");
    const [m, n, k] = [37, 29, 300];
    // Whole numbers over a power of two: no library's logarithm or cosine has a part in them.
    const random = createRandom(5);
    const numbers = (length: number) => Float32Array.from({ length }, () => random.below(4001) / 1024 - 2);
    const [a, b] = [m * k, k * n].map((length) => put(arena, numbers(length)));
    const c = arena.allocate(m * n);
    arena.kernels.multiply(m, n, k, { at: a!, stride: k }, { at: b!, stride: n }, { at: c, stride: n });
    const bytes = new Uint8Array(arena.memory.buffer, c, 4 * m * n);
    expect(createHash("sha256").update(bytes).digest("hex").slice(0, 16)).to.equal("345da04ad8421b3d");
  });
});

describe("the choice of kernels", () => {
  it("is strict unless HEED_SIMD says otherwise, and refuses what it doesn't know", () => {
    expect(chosenBuild(undefined)).to.equal("strict");
    expect(chosenBuild("relaxed")).to.equal("relaxed");
    expect(() => chosenBuild("fast")).to.throw(RangeError, 'HEED_SIMD is "fast". Set it to strict or relaxed');
  });
});
