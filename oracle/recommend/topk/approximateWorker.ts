import { workerData } from "node:worker_threads";
import type { BuildTask } from "./approximateIndex.ts";
import { createNativeIndex } from "./usearch.ts";

// The thread that buildApproximateIndex starts. One thread is enough: the market goes on meanwhile.
const { contents, bias, path } = workerData as BuildTask;
/** Added at a time: the places of all would double the memory. */
const BLOCK = 10_000;

const count = bias.length;
const hidden = contents.length / count;
const squares = new Float64Array(count);
let longest = 0;
for (let v = 0; v < count; v++) {
  let square = bias[v]! ** 2;
  for (let j = 0; j < hidden; j++) square += contents[v * hidden + j]! ** 2;
  squares[v] = square;
  longest = Math.max(longest, square);
}

const index = createNativeIndex(hidden + 2);
for (let from = 0; from < count; from += BLOCK) {
  const rows = Math.min(BLOCK, count - from);
  const places = new Float32Array(rows * (hidden + 2));
  for (let i = 0; i < rows; i++) {
    const at = i * (hidden + 2);
    places.set(contents.subarray((from + i) * hidden, (from + i + 1) * hidden), at);
    places[at + hidden] = bias[from + i]!;
    places[at + hidden + 1] = Math.sqrt(longest - squares[from + i]!);
  }
  index.add(
    BigUint64Array.from({ length: rows }, (_, i) => BigInt(from + i)),
    places,
    1,
  );
}
index.save(path);
