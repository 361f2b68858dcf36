import * as tf from "@tensorflow/tfjs";
import { OutOfMemoryError } from "./memory.ts";

/** The part of the wasm backend that tfjs keeps to itself and that operations of our own are built on (4.22, pinned). */
export interface WasmBackend {
  wasm: {
    HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(offset: number): void;
    cwrap(name: string, result: null, arguments_: string[]): (...values: unknown[]) => void;
    tfjs: { registerTensor(id: number, size: number, offset: number): void; disposeData(id: number): void };
  };
  dataIdNextNumber: number;
  dataIdMap: { get(dataId: object): { id: number; memoryOffset: number } };
  makeOutput(shape: number[], type: "float32"): tf.TensorInfo;
}

/** Numbers (f32) that lie in a row on the wasm heap, known to the backend's kernels by `id`. */
export interface Block {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
}

export function wasmBackend(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

/** Where a float tensor lies. */
export function blockOf(tensor: tf.TensorInfo): Block {
  const { id, memoryOffset } = wasmBackend().dataIdMap.get(tensor.dataId);
  return { id, offset: memoryOffset, length: tf.util.sizeFromShape(tensor.shape) };
}

/** A view on a block. Any kernel call or allocation may grow the heap, which detaches all views: take a new one after each. */
export function floats(block: Block): Float32Array {
  return new Float32Array(wasmBackend().wasm.HEAPU8.buffer as ArrayBuffer, block.offset, block.length);
}

/** A float tensor whose content is whatever was there before. */
export function emptyTensor<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const info = wasmBackend().makeOutput(shape, "float32");
  const { offset, length } = blockOf(info);
  // The backend doesn't ask whether malloc had room, and would go on at address 0.
  if (offset === 0 && length > 0) throw noRoom(length);
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor<R>;
}

/** A float tensor filled with a copy of `values`. */
export function tensorOf<R extends tf.Rank>(values: Float32Array, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const tensor = emptyTensor<R>(shape);
  floats(blockOf(tensor)).set(values);
  return tensor;
}

/** Scratch memory on the wasm heap, given back together. */
export class Workspace implements Disposable {
  readonly #owned: Block[] = [];
  readonly #parts: Block[] = [];

  /** Unfilled memory for `length` floats. */
  allocate(length: number): Block {
    const { wasm } = wasmBackend();
    // malloc answers with a signed number; above 2 GiB it would be negative.
    const offset = wasm._malloc(Math.max(1, length) * 4) >>> 0;
    if (offset === 0) throw noRoom(length);
    const block = register(offset, length);
    this.#owned.push(block);
    return block;
  }

  /** `length` floats of `block` from index `start`, without a copy. A part is also how a block changed in place is shown to a product anew: the backend packs each right side once. */
  part(block: Block, start: number, length: number): Block {
    const part = register(block.offset + start * 4, length);
    this.#parts.push(part);
    return part;
  }

  [Symbol.dispose](): void {
    const { wasm } = wasmBackend();
    for (const { id } of this.#parts.splice(0)) wasm.tfjs.disposeData(id);
    for (const { id, offset } of this.#owned.splice(0)) {
      wasm.tfjs.disposeData(id);
      wasm._free(offset);
    }
  }
}

function noRoom(length: number): OutOfMemoryError {
  return new OutOfMemoryError(`There is no room for ${length} more numbers on the wasm heap, which ends at 4 GiB.`);
}

function register(offset: number, length: number): Block {
  const backend = wasmBackend();
  const id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(id, length, offset);
  return { id, offset, length };
}
