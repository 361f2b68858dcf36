import { parseArgs } from "node:util";
import { createRandom, type Random } from "../oracle/interest/random.ts";
import { buildApproximateIndex } from "../oracle/recommend/topk/approximateIndex.ts";
import { createExactIndex, type TopIndex } from "../oracle/recommend/topk/exactIndex.ts";
import { percentile } from "./support/percentile.ts";

const HIDDEN = 64;
const K = 10;
const BATCH = 32;
const CONTENTS = 1_000_000;
const ROUNDS = 15;
const SIZES = [10_000, 100_000, 1_000_000];
const ALONE = 100;

const usage = `Usage: npm run bench -- topk [--approximate] [--json]

Finds the top ${K} of ${CONTENTS.toLocaleString("en")} × ${HIDDEN} for batches of ${BATCH} viewers, comparing with every content, and prints the median
milliseconds a viewer, by the clock and of processor time, on one thread.

  --approximate  also one viewer at a time over ${SIZES.map((size) => size.toLocaleString("en")).join(", ")} contents: exact beside HNSW, and how many of
                 the exact ${K} HNSW finds; building the largest graph takes minutes
  --json         print one JSON object and nothing else`;

/** Measures finding the contents with the highest scores. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      approximate: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const batch = measureBatches();
  const oneViewer = [];
  if (values.approximate) for (const size of SIZES) oneViewer.push(await measureAlone(size));
  const report = { ...batch, ...(values.approximate && { oneViewer }) };
  if (values.json) return console.log(JSON.stringify(report));
  console.log(
    `top ${K} of ${CONTENTS} × ${HIDDEN}, ${BATCH} viewers at a time, exact: ${batch.msPerViewer} ms a viewer (bar: 6), of processor time ${batch.cpuMsPerViewer} ms`,
  );
  for (const { contents, exactMs, hnswMs, recall, buildSeconds } of oneViewer)
    console.log(
      `one viewer, ${contents} contents: exact ${exactMs} ms, HNSW ${hnswMs} ms, which finds ${recall} of the ${K} (built in ${buildSeconds} s)`,
    );
}

function measureBatches() {
  const random = createRandom(1);
  const { contents, bias, statesOf } = makeTable(CONTENTS, random);
  const index = createExactIndex(contents, bias);
  const states = statesOf(BATCH);
  const [clock, cpu]: [number[], number[]] = [[], []];
  // The first rounds warm the compiler up and aren't counted.
  for (let round = -3; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const startedMs = performance.now();
    index.search(states, BATCH, K);
    const tookMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(before);
    if (round < 0) continue;
    clock.push(tookMs / BATCH);
    cpu.push((user + system) / 1000 / BATCH);
  }
  return { msPerViewer: round(percentile(clock, 0.5)), cpuMsPerViewer: round(percentile(cpu, 0.5)) };
}

async function measureAlone(size: number) {
  const { contents, bias, statesOf } = makeTable(size, createRandom(2));
  const states = statesOf(ALONE);
  const exact = createExactIndex(contents, bias);
  const startedMs = performance.now();
  const graph = await buildApproximateIndex(contents, bias);
  const buildSeconds = Math.round((performance.now() - startedMs) / 1000);
  const [sought, found] = [exact, graph].map((index) => searchAlone(index, states));
  let hits = 0;
  for (let i = 0; i < ALONE; i++) {
    const right = new Set(sought!.indices.slice(i * K, (i + 1) * K));
    for (const index of found!.indices.slice(i * K, (i + 1) * K)) if (right.has(index)) hits++;
  }
  return { contents: size, exactMs: sought!.ms, hnswMs: found!.ms, recall: round(hits / ALONE / K), buildSeconds };
}

/** Searches for one viewer after the other: the median milliseconds, and what was found. */
function searchAlone(index: TopIndex, states: Float32Array): { ms: number; indices: number[] } {
  const [times, indices]: [number[], number[]] = [[], []];
  for (let i = -20; i < ALONE; i++) {
    const state = states.subarray(Math.max(0, i) * HIDDEN, (Math.max(0, i) + 1) * HIDDEN);
    const startedMs = performance.now();
    const found = index.search(state, 1, K);
    if (i < 0) continue;
    times.push(performance.now() - startedMs);
    indices.push(...found.indices);
  }
  return { ms: round(percentile(times, 0.5)), indices };
}

/** Contents as models learn them: they differ in a few ways (here 16) that viewers' states share, and a little in every other. */
function makeTable(size: number, random: Random) {
  const ways = 16;
  const mix = Float32Array.from({ length: ways * HIDDEN }, () => centred(random) / 2);
  const row = (into: Float32Array, at: number) => {
    for (let j = 0; j < HIDDEN; j++) into[at + j] = centred(random) / 8;
    for (let w = 0; w < ways; w++) {
      const share = centred(random);
      for (let j = 0; j < HIDDEN; j++) into[at + j]! += share * mix[w * HIDDEN + j]!;
    }
  };
  const rows = (count: number) => {
    const all = new Float32Array(count * HIDDEN);
    for (let i = 0; i < count; i++) row(all, i * HIDDEN);
    return all;
  };
  const contents = rows(size);
  const bias = Float32Array.from({ length: size }, () => -4 * random.next());
  return { contents, bias, statesOf: (count: number) => rows(count).map(Math.tanh) };
}

function centred(random: Random): number {
  return 2 * random.next() - 1;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
