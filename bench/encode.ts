import { createRequire } from "node:module";
import { join } from "node:path";
import { createRandom } from "../oracle/interest/random.ts";
import { createGruBatch } from "../oracle/interest/serve/gruBatch.ts";
import { chosenBuild } from "../oracle/interest/simd/build.ts";
import type { GruWeights } from "../oracle/interest/weights.ts";
import { installPeers } from "./gas/packages.ts";
import { gruModel } from "./onnx/gruModel.ts";

const SHAPE = { batch: 128, steps: 50, hidden: 128, contents: 3500 };
const ROUNDS = 15;
const usage = `Usage: npm run bench -- encode [--json]

Encodes the histories of ${SHAPE.batch} viewers, ${SHAPE.steps} visits each, to their last states by a GRU of ${SHAPE.hidden}: ours, and onnxruntime-node's on one
thread in turn. Prints medians of CPU milliseconds, and fails where their states differ by more than 1e-4. HEED_SIMD=relaxed takes the relaxed kernels.`;

/** The part of onnxruntime-node that is used here. */
interface Onnx {
  InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{ run(feeds: object): Promise<{ last: { data: Float32Array } }> }>;
  };
  Tensor: new (type: "int64", data: BigInt64Array, dims: number[]) => object;
}

/** Times the encoding of a batch of histories, ours and onnxruntime's in turn; medians. */
export async function run(args: string[]): Promise<void> {
  if (args.includes("--help")) {
    console.log(usage);
    return;
  }
  const folder = join(import.meta.dirname, "onnx", "peer");
  await installPeers(folder, "about 100 MB, 290 MB unpacked");
  const { InferenceSession, Tensor } = createRequire(join(folder, "package.json"))("onnxruntime-node") as Onnx;
  const { batch, steps, hidden, contents } = SHAPE;
  const random = createRandom(1);
  const numbers = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * (2 * random.next() - 1));
  const spread = 1 / Math.sqrt(hidden);
  const weights = {
    contents: numbers(contents * hidden, 1),
    unknown: numbers(hidden, 1),
    bias: numbers(contents, 1),
    w: numbers(3 * hidden * hidden, spread),
    u: numbers(3 * hidden * hidden, spread),
    b: numbers(3 * hidden, spread),
    c: numbers(hidden, spread),
  } as GruWeights;
  const ids = Int32Array.from({ length: batch * steps }, () => random.below(contents));
  const zeros = new Int32Array(batch * steps);
  const offsets = Int32Array.from({ length: batch + 1 }, (_, i) => i * steps);
  const encode = createGruBatch(hidden, weights);
  const table = { offsets, contents: ids, kinds: zeros, dwells: zeros, gaps: zeros };
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential" };
  const session = await InferenceSession.create(gruModel(weights, hidden, contents, steps, batch), options);
  // Theirs is time-major.
  const turned = BigInt64Array.from({ length: ids.length }, (_, i) =>
    BigInt(ids[(i % batch) * steps + Math.floor(i / batch)]!),
  );
  const feeds = { ids: new Tensor("int64", turned, [steps, batch]) };
  const [ours, theirs]: [number[], number[]] = [[], []];
  let apart = 0;
  for (let round = -5; round < ROUNDS; round++) {
    const startedAt = cpuMs();
    const own = encode(table);
    const between = cpuMs();
    const { last } = await session.run(feeds);
    const endedAt = cpuMs();
    apart = own.reduce((most, value, i) => Math.max(most, Math.abs(value - last.data[i]!)), 0);
    // The first rounds warm both up.
    if (round < 0) continue;
    ours.push(between - startedAt);
    theirs.push(endedAt - between);
  }
  if (!(apart < 1e-4)) throw new Error(`Our states and onnxruntime's differ by ${apart}.`);
  const [ms, onnxMs] = [median(ours), median(theirs)];
  if (args.includes("--json")) console.log(JSON.stringify({ ms, onnxMs, apart, shape: SHAPE, simd: chosenBuild() }));
  else {
    console.log(
      `Encoding ${batch} histories of ${steps} visits, GRU of ${hidden}, one thread, ${chosenBuild()} SIMD, CPU ms:`,
    );
    console.log(
      `ours ${ms.toFixed(1)}, onnxruntime ${onnxMs.toFixed(1)}: ${(ms / onnxMs).toFixed(2)} times; states ${apart.toExponential(1)} apart`,
    );
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
