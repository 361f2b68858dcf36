import { parseArgs } from "node:util";
import type { Architecture, InterestKind } from "../oracle/interest/architecture.ts";
import { createNegativeSampler } from "../oracle/interest/negatives.ts";
import { createNetwork } from "../oracle/interest/network.ts";
import { createLearner } from "../oracle/interest/parallel/learner.ts";
import { createRandom } from "../oracle/interest/random.ts";
import { chosenBuild } from "../oracle/interest/simd/build.ts";
import { startTensorFlow } from "../oracle/interest/tensorflow.ts";
import type { TrainingSet } from "../oracle/interest/trainingSet.ts";
import { BadInputError } from "../oracle/service/errors.ts";
import { type Peer, startPeer } from "./pytorch/peer.ts";

const SHAPE = { batch: 128, steps: 50, hidden: 128, contents: 3500, negatives: 256, blocks: 2, heads: 2 };
const ROUNDS = 5;
const STEPS = 1;
const CASES = {
  gruSampled: { kind: "gru", sampled: true },
  gruFull: { kind: "gru", sampled: false },
  lstmSampled: { kind: "lstm", sampled: true },
  transformerSampled: { kind: "transformer", sampled: true },
  transformerFull: { kind: "transformer", sampled: false },
} as const satisfies Record<string, { kind: InterestKind; sampled: boolean }>;

const usage = `Usage: npm run bench -- train [CASE ...] [--json]

Times a training step of each sequence model, sampled or full softmax, and PyTorch's in turn where a python3 has torch. Prints medians of
milliseconds: of CPU on one thread (other work on the machine disturbs them least), and by the clock with two threads.
A CASE is one of ${Object.keys(CASES).join(", ")}; without any, all are timed.
HEED_SIMD=relaxed takes the relaxed kernels instead of the strict ones.`;

interface Figures {
  /** CPU on one thread. */
  ms: number;
  pytorchMs: number | null;
  /** Ours over PyTorch's. */
  ratio: number | null;
  /** By the clock. */
  twoWorkersMs: number;
  pytorchTwoThreadsMs: number | null;
}

/** Times a training step of each sequence model, with one thread and with two, ours and PyTorch's in turn; medians. */
export async function run(args: string[]): Promise<void> {
  if (args.includes("--help")) {
    console.log(usage);
    return;
  }
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean" } } });
  const { json } = values;
  const names = positionals.length > 0 ? positionals.map(caseNamed) : (Object.keys(CASES) as (keyof typeof CASES)[]);
  await startTensorFlow();
  const peers: (Peer | undefined)[] = [];
  try {
    for (const threads of [1, 2])
      peers.push(await startPeer(new URL("pytorch/train.py", import.meta.url), { ...SHAPE, cases: names, threads }));
    const results: Record<string, Figures> = {};
    for (const name of names) {
      const one = await compare(name, 1, peers[0]);
      const two = await compare(name, 2, peers[1]);
      const ratio = one.theirs && one.ours / one.theirs;
      const [ms, pytorchMs, twoWorkersMs, pytorchTwoThreadsMs] = [one.ours, one.theirs, two.ours, two.theirs];
      results[name] = { ms, pytorchMs, ratio, twoWorkersMs, pytorchTwoThreadsMs };
    }
    const report = { ...results, shape: SHAPE, simd: chosenBuild(), pytorch: peers[0]?.about ?? null };
    if (json) console.log(JSON.stringify(report));
    else print(results, peers[0]);
  } finally {
    for (const peer of peers) peer?.stop();
  }
}

function caseNamed(name: string): keyof typeof CASES {
  if (name in CASES) return name as keyof typeof CASES;
  throw new BadInputError(`There is no case named ${name}.`, {
    code: "no-such-case",
    field: "CASE",
    hint: `Name one of ${Object.keys(CASES).join(", ")}.`,
  });
}

/** Medians of both, in milliseconds: of CPU where there is one thread, by the clock where there are more. */
async function compare(
  name: keyof typeof CASES,
  threads: number,
  peer: Peer | undefined,
): Promise<{ ours: number; theirs: number | null }> {
  const { step, close } = await createStep(CASES[name], threads);
  const now = threads === 1 ? cpuMs : () => performance.now();
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    // The first round warms both up and isn't counted: compilers, packed weights, caches.
    for (let round = 0; round <= ROUNDS; round++) {
      const own: number[] = [];
      for (let i = 0; i < STEPS; i++) {
        const startedAt = now();
        await step();
        own.push(now() - startedAt);
      }
      const other = (await peer?.time(name, STEPS)) ?? [];
      if (round === 0) continue;
      ours.push(...own);
      theirs.push(...other);
    }
  } finally {
    await close();
  }
  return { ours: median(ours), theirs: peer ? median(theirs) : null };
}

/** Of the whole process, the collector of garbage among it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A step on random sequences, all of full length, with content as their only input, as in the peer. */
async function createStep({ kind, sampled }: { kind: InterestKind; sampled: boolean }, threads: number) {
  const random = createRandom(1);
  const { batch, steps, hidden, contents, negatives, blocks, heads } = SHAPE;
  const architecture: Architecture = kind === "transformer" ? { kind, blocks, heads } : { kind };
  const rows = batch * steps;
  const zeros = new Int32Array(rows);
  const draw = () => Int32Array.from({ length: rows }, () => random.below(contents));
  const set: TrainingSet = {
    table: {
      offsets: Int32Array.from({ length: batch + 1 }, (_, i) => i * steps),
      contents: draw(),
      kinds: zeros,
      dwells: zeros,
      gaps: zeros,
    },
    targets: draw(),
    lengths: new Int32Array(batch).fill(steps),
    heldOut: { sequences: new Int32Array(), targets: new Int32Array() },
    counts: new Int32Array(contents),
    positions: rows,
  };
  const network = createNetwork(architecture, hidden, set.counts, set.table, random);
  const loss = sampled ? ("sampled" as const) : ("full" as const);
  const options = { batch, negatives, dropout: 0, loss, learningRate: 0.003 };
  const learner = await createLearner(network, set, options, threads);
  const sampler = createNegativeSampler(set.counts);
  const ids = Int32Array.from({ length: batch }, (_, i) => i);
  let step = 0;
  return {
    step: () => {
      step++;
      return learner.learn(ids, { step, seed: step, negatives: sampled ? sampler.draw(negatives, random) : undefined });
    },
    close: learner.close,
  };
}

function print(results: Record<string, Figures>, peer: Peer | undefined): void {
  const { batch, steps, hidden, contents, negatives } = SHAPE;
  console.log(
    `Training step, ${chosenBuild()} SIMD: B = ${batch}, T = ${steps}, H = ${hidden}, V = ${contents}, ${negatives} draws`,
  );
  console.log("                    one thread, CPU ms: ours  PyTorch  times   two threads, ms: ours  PyTorch");
  const cell = (value: number | null, width: number, digits = 0) => (value?.toFixed(digits) ?? "–").padStart(width);
  for (const [name, { ms, pytorchMs, ratio, twoWorkersMs, pytorchTwoThreadsMs }] of Object.entries(results))
    console.log(
      `${name.padEnd(20)}${cell(ms, 24)}${cell(pytorchMs, 9)}${cell(ratio, 7, 2)}${cell(twoWorkersMs, 24)}${cell(pytorchTwoThreadsMs, 9)}`,
    );
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
