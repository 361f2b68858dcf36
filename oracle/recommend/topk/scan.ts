import { moduleOf } from "../../interest/simd/build.ts";

/** The kernels scan and scanOne (interest/simd/assembly/scan.ts) in a memory of its own. Addresses are in bytes. */
export interface ScanKernel {
  scan(...numbers: number[]): void;
  scanOne(...numbers: number[]): void;
  /** Makes the memory reach to `bytes`; views that were taken before are void. */
  reserve(bytes: number): void;
  floats(at: number, length: number): Float32Array;
  ints(at: number, length: number): Int32Array;
}

const PAGE = 65_536;

/**
 * Starts a kernel whose memory holds `bytes` at first. No weight is learned here, so sums needn't be the same to the last bit on every
 * processor: relaxed SIMD is used where there is any.
 *
 * @throws RangeError where the machine, or 4 GiB, hasn't room for it
 */
export function scanKernel(bytes: number): ScanKernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled(), { env: { memory } });
  const { scan, scanOne } = exports as unknown as Pick<ScanKernel, "scan" | "scanOne">;
  return {
    scan,
    scanOne,
    reserve(wanted) {
      const missing = Math.ceil((wanted - memory.buffer.byteLength) / PAGE);
      if (missing > 0) memory.grow(missing);
    },
    floats: (at, length) => new Float32Array(memory.buffer, at, length),
    ints: (at, length) => new Int32Array(memory.buffer, at, length),
  };
}

function compiled(): WebAssembly.Module {
  try {
    return moduleOf("relaxed");
  } catch {
    return moduleOf("strict");
  }
}
