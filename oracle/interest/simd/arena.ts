import type { SimdBuild } from "./build.ts";
import { Kernels } from "./kernels.ts";

const PAGE = 65536;

/** Kernels with a memory of their own, for code that runs without TensorFlow.js. What is allocated stays until the arena itself goes. */
export class KernelArena {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  readonly kernels: Kernels;
  // Offset 0 stands for "none".
  #used = 64;

  constructor(build?: SimdBuild) {
    this.kernels = new Kernels(this.memory, (bytes) => this.#take(bytes), build);
  }

  /** Byte offset of `length` zeros (f32 or i32). @throws RangeError beyond the 4 GiB of a WebAssembly memory. */
  allocate(length: number): number {
    return this.#take(4 * length);
  }

  /** A view; the next `allocate` may detach it, so take a new one after each. */
  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  #take(bytes: number): number {
    const at = this.#used;
    // Whole cache lines, so that no two arrays share one.
    this.#used = Math.ceil((at + bytes) / 64) * 64;
    const missing = this.#used - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }
}
