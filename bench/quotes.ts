import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Address } from "viem";
import { createRandom } from "../oracle/interest/random.ts";
import { quoteDigester } from "../oracle/price/digest.ts";
import { quoteSigner } from "../oracle/price/signer.ts";
import type { Child } from "../scripts/stack/child.ts";
import { operatorTokenOf } from "../scripts/stack/operatorToken.ts";
import { cpuSeconds } from "./support/cpuSeconds.ts";
import {
  type Answer,
  ask,
  type Buyer,
  isSigned,
  listContents,
  note,
  prepare,
  SIGNER_KEY,
  signAllIn,
} from "./support/market.ts";
import { openLoop } from "./support/openLoop.ts";
import { percentile } from "./support/percentile.ts";

const WARM_UP_SECONDS = 5;
const CHECKED = 100;

const usage = `Usage: npm run bench -- quotes [--rate N] [--seconds N] [--viewers N] [--json]

Starts a chain, deploys, publishes the demo's pieces, lets its audience read them, trains the models, and then asks an
oracle in a process of its own for quotes, each viewer by session: personal and standard, both signed and stored. Requests
arrive independently (Poisson) and are timed from when they were due. The limit beside it: what two signatures alone take.

  --rate N      quotes a second (200)
  --seconds N   for how long (30), after ${WARM_UP_SECONDS} s of warming up
  --viewers N   size of the audience (240)
  --json        print one JSON object and nothing else`;

/** Measures how fast quotes are answered at a fixed rate of arrivals. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: "string", default: "200" },
      seconds: { type: "string", default: "30" },
      viewers: { type: "string", default: "240" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const home = mkdtempSync(join(tmpdir(), "heed-bench-quotes-"));
  const children: Child[] = [];
  try {
    const oracleUrl = await prepare(home, children, Number(values.viewers));
    const buyers = await signAllIn(oracleUrl, Number(values.viewers));
    const contentIds = await listContents(oracleUrl);
    const token = operatorTokenOf(home);
    const report = await measure(oracleUrl, token, buyers, contentIds, Number(values.rate), Number(values.seconds));
    console.log(values.json ? JSON.stringify(report) : describe(report));
  } finally {
    for (const child of children.reverse()) await child.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(
  oracleUrl: string,
  token: string,
  buyers: Buyer[],
  contentIds: string[],
  rate: number,
  seconds: number,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const random = createRandom(1);
  const answers: Answer[] = [];
  const send = async (): Promise<boolean> => {
    const buyer = buyers[random.below(buyers.length)]!;
    const contentId = contentIds[random.below(contentIds.length)]!;
    const answer = await ask(agent, `${oracleUrl}/quotes/${contentId}`, buyer.cookie);
    if (answers.length < CHECKED) answers.push(answer);
    return answer.personal?.message.buyer === buyer.address && answer.standard.signature.length === 132;
  };
  note(`warming up for ${WARM_UP_SECONDS} s`);
  await openLoop({ rate, seconds: WARM_UP_SECONDS, random: random.next, send });
  note(`asking for ${rate} quotes a second for ${seconds} s`);
  answers.length = 0;
  const cpuBefore = await cpuSeconds(oracleUrl, token);
  const { latenciesMs, failed, seconds: took } = await openLoop({ rate, seconds, random: random.next, send });
  agent.destroy();
  const cpu = (await cpuSeconds(oracleUrl, token)) - cpuBefore;
  return {
    requestsPerSecond: round(latenciesMs.length / took),
    p50Ms: round(percentile(latenciesMs, 0.5)),
    p99Ms: round(percentile(latenciesMs, 0.99)),
    failed: failed + answers.filter((answer) => !isSigned(answer)).length,
    maxMs: round(percentile(latenciesMs, 1)),
    requests: latenciesMs.length,
    viewers: buyers.length,
    contents: contentIds.length,
    /** Of the oracle's process, a quote: what is left of the bar when the machine is busy with other things. */
    cpuMs: round((cpu * 1000) / (latenciesMs.length || 1)),
    twoSignaturesMs: twoSignaturesMs(buyers[0]!.address),
  };
}

/** What signing a personal and a standard quote takes by itself, ms: no answer can be faster. */
function twoSignaturesMs(address: Address): number {
  const digest = quoteDigester(31337, address);
  const signer = quoteSigner(SIGNER_KEY);
  const sign = (count: number) => {
    for (let index = 0; index < count; index++)
      signer.sign(
        digest({
          buyer: address,
          recipient: address,
          contentId: BigInt(index),
          unitPrice: 1n,
          maxQuantity: 1n,
          referrer: address,
          expiresAt: 1n,
          counter: 0n,
        }),
      );
  };
  sign(200);
  const startedMs = performance.now();
  sign(400);
  return round((performance.now() - startedMs) / 200);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function describe(report: Awaited<ReturnType<typeof measure>>): string {
  const { viewers, contents } = report;
  return [
    `quotes    ${report.requestsPerSecond} a second, ${report.requests} in all, ${report.failed} failed; ${viewers} viewers, ${contents} contents`,
    `latency   p50 ${report.p50Ms} ms, p99 ${report.p99Ms} ms (bar: 50), longest ${report.maxMs} ms`,
    `processor ${report.cpuMs} ms of the oracle's a quote`,
    `limit     ${report.twoSignaturesMs} ms: the two signatures alone`,
  ].join("\n");
}
