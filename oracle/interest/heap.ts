import * as tf from "@tensorflow/tfjs";
import { HEAP_BYTES, OutOfMemoryError } from "./memory.ts";
import { Kernels, type Matrix } from "./simd/kernels.ts";

/** The part of the wasm backend that tfjs keeps to itself and that operations of our own are built on (4.22, pinned). */
export interface WasmBackend {
  wasm: {
    HEAPU8: Uint8Array;
    /** What the backend's WebAssembly instance exports. */
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(offset: number): void;
  };
  dataIdMap: { get(dataId: object): { id: number; memoryOffset: number } };
  makeOutput(shape: number[], type: "float32"): tf.TensorInfo;
}

/** Numbers (f32 or i32) that lie in a row on the wasm heap. */
export interface Block {
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
}

export function wasmBackend(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

const kernelsOf = new WeakMap<WasmBackend, Kernels>();

/** Our kernels over the backend's own memory. */
export function heapKernels(): Kernels {
  const backend = wasmBackend();
  let found = kernelsOf.get(backend);
  if (!found) {
    found = new Kernels(backend.wasm.asm.memory, (bytes) => allocateBytes(bytes));
    kernelsOf.set(backend, found);
  }
  return found;
}

/** Where a float tensor lies. */
export function blockOf(tensor: tf.TensorInfo): Block {
  const { memoryOffset } = wasmBackend().dataIdMap.get(tensor.dataId);
  return { offset: memoryOffset, length: tf.util.sizeFromShape(tensor.shape) };
}

/** `length` numbers of `block` from index `start`. */
export function part({ offset }: Block, start: number, length: number): Block {
  return { offset: offset + 4 * start, length };
}

/** A block as a matrix with rows `width` wide; `turned` where what is meant is its transpose. */
export function matrix({ offset }: Block, width: number, turned = false): Matrix {
  return { at: offset, stride: width, turned };
}

/** A view on a block. Any allocation may grow the heap, which detaches all views: take a new one after each. */
export function floats({ offset, length }: Block): Float32Array {
  return new Float32Array(wasmBackend().wasm.HEAPU8.buffer as ArrayBuffer, offset, length);
}

/** A float tensor whose content is whatever was there before. @throws OutOfMemoryError where the heap has no room for it */
export function emptyTensor<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const bytes = 4 * tf.util.sizeFromShape(shape);
  if (bytes >= HEAP_BYTES) throw noRoom(bytes);
  const tensor = tf.engine().makeTensorFromTensorInfo(wasmBackend().makeOutput(shape, "float32")) as tf.Tensor<R>;
  // The backend takes the null of a failed malloc for an address.
  if (bytes > 0 && blockOf(tensor).offset === 0) {
    tensor.dispose();
    throw noRoom(bytes);
  }
  return tensor;
}

/** A float tensor filled with a copy of `values`. */
export function tensorOf<R extends tf.Rank>(values: Float32Array, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const tensor = emptyTensor<R>(shape);
  floats(blockOf(tensor)).set(values);
  return tensor;
}

/** Scratch memory on the wasm heap, given back together. */
export class Workspace implements Disposable {
  readonly #owned: number[] = [];

  /** Unfilled memory for `length` numbers. */
  allocate(length: number): Block {
    const offset = allocateBytes(Math.max(1, length) * 4);
    this.#owned.push(offset);
    return { offset, length };
  }

  /** A copy of integers or of bytes (four of them count as one number). */
  copy(values: Int32Array | Uint8Array): Block {
    const block = this.allocate(Math.ceil(values.byteLength / 4));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    wasmBackend().wasm.HEAPU8.set(bytes, block.offset);
    return block;
  }

  [Symbol.dispose](): void {
    const { wasm } = wasmBackend();
    for (const offset of this.#owned.splice(0)) wasm._free(offset);
  }
}

function allocateBytes(bytes: number): number {
  // malloc takes 32 bits and would drop the others; its answer is signed, negative above 2 GiB.
  const offset = bytes < HEAP_BYTES ? wasmBackend().wasm._malloc(bytes) >>> 0 : 0;
  if (offset === 0) throw noRoom(bytes);
  return offset;
}

function noRoom(bytes: number): OutOfMemoryError {
  return new OutOfMemoryError(`There is no room for ${bytes} more bytes on the wasm heap, which ends at 4 GiB.`);
}
