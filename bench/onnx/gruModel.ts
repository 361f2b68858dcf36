import type { GruWeights } from "../../oracle/interest/weights.ts";
import { message } from "./protobuf.ts";

// Field numbers are those of onnx.proto3.
const [FLOAT, INT64] = [1, 7];
const [ATTRIBUTE_INT, OPSET, IR] = [2, 14, 7];

/** An ONNX model of the GRU: `ids` [T, B] int64 in, `last` [1, B, H] out, by Gather and the GRU operator. */
export function gruModel(
  weights: GruWeights,
  hidden: number,
  contents: number,
  steps: number,
  batch: number,
): Uint8Array {
  const initializers = [
    tensor("contents", [contents, hidden], weights.contents),
    tensor("W", [1, 3 * hidden, hidden], turned(weights.w, hidden)),
    tensor("R", [1, 3 * hidden, hidden], turned(weights.u, hidden)),
    tensor("B", [1, 6 * hidden], biases(weights, hidden)),
  ];
  const nodes = [
    message([1, "contents"], [1, "ids"], [2, "x"], [4, "Gather"]),
    message(
      ...(["x", "W", "R", "B"] as const).map((name) => [1, name] as const),
      ...[[2, ""] as const, [2, "last"] as const],
      [4, "GRU"],
      [5, attribute("hidden_size", hidden)],
      [5, attribute("linear_before_reset", 1)],
    ),
  ];
  const graph = message(
    ...nodes.map((node) => [1, node] as const),
    [2, "gru"],
    ...initializers.map((initializer) => [5, initializer] as const),
    [11, valueInfo("ids", INT64, [steps, batch])],
    [12, valueInfo("last", FLOAT, [1, batch, hidden])],
  );
  return message([1, IR], [7, graph], [8, message([2, OPSET])]);
}

function tensor(name: string, dims: readonly number[], values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(...dims.map((dim) => [1, dim] as const), [2, FLOAT], [8, name], [9, bytes]);
}

function attribute(name: string, value: number): Uint8Array {
  return message([1, name], [3, value], [20, ATTRIBUTE_INT]);
}

function valueInfo(name: string, type: number, dims: readonly number[]): Uint8Array {
  const shape = message(...dims.map((dim) => [1, message([1, dim])] as const));
  return message([1, name], [2, message([1, message([1, type], [2, shape])])]);
}

/** Ours stand as reset, update, new in columns; ONNX's as update, reset, new in rows. */
const GATES = [1, 0, 2];

function turned(w: Float32Array, hidden: number): Float32Array {
  const out = new Float32Array(w.length);
  for (const [to, from] of GATES.entries())
    for (let j = 0; j < hidden; j++)
      for (let k = 0; k < hidden; k++) out[(to * hidden + j) * hidden + k] = w[k * 3 * hidden + from * hidden + j]!;
  return out;
}

function biases({ b, c }: GruWeights, hidden: number): Float32Array {
  const out = new Float32Array(6 * hidden);
  for (const [to, from] of GATES.entries()) out.set(b.subarray(from * hidden, (from + 1) * hidden), to * hidden);
  out.set(c, 5 * hidden);
  return out;
}
