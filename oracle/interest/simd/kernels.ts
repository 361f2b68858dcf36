import { chosenBuild, moduleOf, type SimdBuild } from "./build.ts";

/** A matrix (f32) in the kernels' memory. */
export interface Matrix {
  /** Byte offset of its first number; a multiple of four. */
  at: number;
  /** Numbers from one stored row to the next. */
  stride: number;
  /** Whether what is stored is its transpose. */
  turned?: boolean;
}

/** A right side as `Kernels.pack` laid it out, for several products. */
export interface PackedMatrix {
  packedAt: number;
}

/** Of a product: whether it is added to what is there, or else the row (byte offset, `n` numbers) that each row of it begins from. */
export interface Onto {
  add?: boolean;
  bias?: number | undefined;
}

/** A kernel: byte offsets, sizes, and numbers. */
type Kernel<Result = void> = (...values: number[]) => Result;

/** What assembly/index.ts exports, and describes. */
export interface KernelExports {
  addScaledRows: Kernel;
  crossEntropy: Kernel;
  dotRows: Kernel;
  dropValues: Kernel;
  gatherRows: Kernel;
  gemm: Kernel;
  gemmScratch: Kernel<number>;
  gruStep: Kernel;
  gruStepBack: Kernel;
  layerNorm: Kernel;
  layerNormBack: Kernel;
  lstmStep: Kernel;
  lstmStepBack: Kernel;
  pack: Kernel;
  packedLength: Kernel<number>;
  putRows: Kernel;
  rectify: Kernel;
  rectifyBack: Kernel;
  scatterRows: Kernel;
  softmaxBack: Kernel;
  softmaxBefore: Kernel;
  strikeOut: Kernel;
  sumRows: Kernel;
  takeRows: Kernel;
}

/** Our own SIMD kernels over somebody's WebAssembly memory: they keep nothing in it but what they are told to. */
export class Kernels {
  readonly build: SimdBuild;
  readonly run: KernelExports;
  readonly #scratch: number;

  /** `allocate` gives the byte offset of so many unused bytes of `memory`, for good. */
  constructor(memory: WebAssembly.Memory, allocate: (bytes: number) => number, build = chosenBuild()) {
    this.build = build;
    const { exports } = new WebAssembly.Instance(moduleOf(build), { env: { memory } });
    this.run = exports as unknown as KernelExports;
    this.#scratch = allocate(this.run.gemmScratch());
  }

  /** c [m, n] = a [m, k] · b [k, n], onto what `onto` says (default: nothing). No side needs a transposition first. */
  multiply(m: number, n: number, k: number, a: Matrix, b: Matrix | PackedMatrix, c: Matrix, onto: Onto = {}): void {
    const [right, stride, packed] = "at" in b ? [b.at, b.stride, false] : [b.packedAt, 0, true];
    const turned = "at" in b && b.turned;
    const { add, bias } = onto;
    const left = [a.at, a.stride, flag(a.turned)] as const;
    const rest = [c.at, c.stride, flag(add), bias ?? 0, this.#scratch] as const;
    this.run.gemm(m, n, k, ...left, right, stride, flag(turned), flag(packed), ...rest);
  }

  /** Numbers that `pack` writes for a b [k, n]. */
  packedLength(k: number, n: number): number {
    return this.run.packedLength(k, n);
  }

  /** Lays b [k, n] out at `out` (byte offset) for `multiply`: worth it where the same right side meets few rows many times. */
  pack(n: number, k: number, b: Matrix, out: number): PackedMatrix {
    this.run.pack(n, k, b.at, b.stride, flag(b.turned), out);
    return { packedAt: out };
  }
}

function flag(value: boolean | undefined): number {
  return value ? 1 : 0;
}
