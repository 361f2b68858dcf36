import type { Architecture, InterestKind } from "../oracle/interest/architecture.ts";
import { createNegativeSampler } from "../oracle/interest/negatives.ts";
import { createNetwork } from "../oracle/interest/network.ts";
import { createRandom } from "../oracle/interest/random.ts";
import { startTensorFlow } from "../oracle/interest/tensorflow.ts";
import { trainStep } from "../oracle/interest/trainStep.ts";
import type { PackedBatch } from "../oracle/prepare/tensors.ts";
import { type Peer, startPeer } from "./pytorch/peer.ts";

const SHAPE = { batch: 128, steps: 50, hidden: 128, contents: 3500, negatives: 256, blocks: 2, heads: 2 };
const ROUNDS = 5;
const STEPS = 2;
const CASES = {
  gruSampled: { kind: "gru", sampled: true },
  gruFull: { kind: "gru", sampled: false },
  lstmSampled: { kind: "lstm", sampled: true },
  transformerSampled: { kind: "transformer", sampled: true },
  transformerFull: { kind: "transformer", sampled: false },
} as const satisfies Record<string, { kind: InterestKind; sampled: boolean }>;

const usage = `Usage: npm run bench -- train [--json]

Times a training step of each sequence model, sampled or full softmax, on one thread, and PyTorch's in turn where a python3 has torch.
Prints medians in milliseconds, sequences a second, and the library that PyTorch multiplies with.`;

interface Figures {
  ms: number;
  pytorchMs: number | null;
  /** Ours over PyTorch's. */
  ratio: number | null;
  sequencesPerSecond: number;
}

/** Times a training step of each sequence model, one thread, ours and PyTorch's in turn; medians. */
export async function run(args: string[]): Promise<void> {
  if (args.includes("--help")) {
    console.log(usage);
    return;
  }
  const json = args.includes("--json");
  await startTensorFlow();
  const peer = await startPeer(new URL("pytorch/train.py", import.meta.url), {
    ...SHAPE,
    cases: Object.keys(CASES),
  });
  try {
    const results: Record<string, Figures> = {};
    for (const name of Object.keys(CASES) as (keyof typeof CASES)[]) results[name] = await compare(name, peer);
    const report = { ...results, shape: { ...SHAPE, threads: 1 }, pytorch: peer?.about ?? null };
    if (json) console.log(JSON.stringify(report));
    else print(results, peer);
  } finally {
    peer?.stop();
  }
}

async function compare(name: keyof typeof CASES, peer: Peer | undefined): Promise<Figures> {
  const step = createStep(CASES[name]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  // The first round warms both up and isn't counted: compilers, packed weights, caches.
  for (let round = 0; round <= ROUNDS; round++) {
    const own = Array.from({ length: STEPS }, () => {
      const startedAt = performance.now();
      step();
      return performance.now() - startedAt;
    });
    const other = (await peer?.time(name, STEPS)) ?? [];
    if (round === 0) continue;
    ours.push(...own);
    theirs.push(...other);
  }
  const ms = median(ours);
  const pytorchMs = peer ? median(theirs) : null;
  return { ms, pytorchMs, ratio: pytorchMs && ms / pytorchMs, sequencesPerSecond: (1000 * SHAPE.batch) / ms };
}

/** A step on random sequences, all of full length, with content as their only input, as in the peer. */
function createStep({ kind, sampled }: { kind: InterestKind; sampled: boolean }): () => void {
  const random = createRandom(1);
  const { batch: width, steps, hidden, contents: count, negatives, blocks, heads } = SHAPE;
  const architecture: Architecture = kind === "transformer" ? { kind, blocks, heads } : { kind };
  const rows = width * steps;
  const zeros = new Int32Array(rows);
  const draw = () => Int32Array.from({ length: rows }, () => random.below(count));
  const batch: PackedBatch = {
    sizes: new Int32Array(steps).fill(width),
    order: Int32Array.from({ length: width }, (_, i) => i),
    contents: draw(),
    kinds: zeros,
    dwells: zeros,
    gaps: zeros,
    places: zeros,
  };
  const table = { offsets: new Int32Array(1), contents: zeros, kinds: zeros, dwells: zeros, gaps: zeros };
  const counts = new Int32Array(count);
  const network = createNetwork(architecture, hidden, counts, table, random);
  const sampler = createNegativeSampler(counts);
  const targets = draw();
  let step = 0;
  return () => {
    const drawn = sampled ? sampler.draw(negatives, random) : undefined;
    trainStep(network, batch, targets, { step: ++step, learningRate: 0.003, dropout: 0, negatives: drawn, seed: step });
  };
}

function print(results: Record<string, Figures>, peer: Peer | undefined): void {
  const { batch, steps, hidden, contents, negatives } = SHAPE;
  console.log(
    `Training step, one thread: B = ${batch}, T = ${steps}, H = ${hidden}, V = ${contents}, ${negatives} draws`,
  );
  for (const [name, { ms, pytorchMs, ratio, sequencesPerSecond }] of Object.entries(results)) {
    const beside =
      pytorchMs === null ? "PyTorch: none here" : `PyTorch ${pytorchMs.toFixed(0)} ms, ${ratio!.toFixed(2)} times`;
    console.log(
      `${name.padEnd(20)}${ms.toFixed(0).padStart(6)} ms  ${sequencesPerSecond.toFixed(0).padStart(5)} sequences/s  ${beside}`,
    );
  }
  if (!peer) return;
  const { torch, blas } = peer.about;
  console.log(`PyTorch ${torch} on ${blas.libraries.join(", ")}: ${blas.gflops.toFixed(0)} GFLOP/s at 1024³`);
  // Debian's libopenblas0 takes the reference library's place once it is installed.
  if (blas.gflops < 15)
    console.log("That is a slow BLAS: with libopenblas0 installed, PyTorch is several times faster.");
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
