import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EventInput } from "../oracle/collect/eventSchema.ts";
import { EVENTS_READ } from "../oracle/store/viewerInputs.ts";
import type { Child } from "../scripts/stack/child.ts";
import { operatorTokenOf } from "../scripts/stack/operatorToken.ts";
import { cpuSeconds } from "./support/cpuSeconds.ts";
import { type Answer, ask, type Buyer, isSigned, listContents, note, prepare, signAllIn } from "./support/market.ts";
import { percentile } from "./support/percentile.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const WARM_UP = 30;

const usage = `Usage: npm run bench -- freshness [--events N] [--viewers N] [--json]

Starts a chain, deploys, publishes the demo's pieces, lets its audience read them, trains the models, and then has readers do
one thing after the other: from sending an event to the signed personal quote that was made from it, its signatures checked. Each
is derived again afterwards, and must follow from the history with that event; where one doesn't, this ends with 1.

  --events N    how many are measured (300), after ${WARM_UP} of warming up
  --viewers N   size of the audience (60)
  --json        print one JSON object and nothing else`;

interface Reader {
  buyer: Buyer;
  /** Events in the history, by the newest quote. */
  read: number;
}

/** Measures how long an event takes to be in a quote. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: "string", default: "300" },
      viewers: { type: "string", default: "60" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const home = mkdtempSync(join(tmpdir(), "heed-bench-freshness-"));
  const children: Child[] = [];
  try {
    const viewers = wholeNumber("--viewers", values.viewers);
    const events = wholeNumber("--events", values.events);
    const oracleUrl = await prepare(home, children, viewers);
    const report = await measure(oracleUrl, operatorTokenOf(home), viewers, events);
    console.log(values.json ? JSON.stringify(report) : describe(report));
    if (report.stale > 0) process.exitCode = 1;
  } finally {
    for (const child of children.reverse()) await child.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(oracleUrl: string, token: string, viewers: number, events: number) {
  const contentIds = await listContents(oracleUrl);
  const agent = new Agent({ keepAlive: true });
  const quoteOf = (contentId: string, { cookie }: Buyer) => ask(agent, `${oracleUrl}/quotes/${contentId}`, cookie);
  const signedIn: Reader[] = [];
  for (const buyer of await signAllIn(oracleUrl, viewers)) {
    const read = await eventsRead(oracleUrl, token, await quoteOf(contentIds[0]!, buyer));
    if (read !== null) signedIn.push({ buyer, read });
  }
  // Who reaches the limit shows no difference: an event in is an event out.
  const readers = signedIn
    .sort((a, b) => a.read - b.read)
    .filter(({ read }, index) => read + Math.ceil((WARM_UP + events) / (index + 1)) <= EVENTS_READ);
  if (readers.length === 0) throw new Error("Every reader has too long a history to see an event more in it.");

  const turns: { reader: Reader; answer: Answer; acceptedMs: number; tookMs: number; signed: boolean }[] = [];
  const turn = async (index: number) => {
    const reader = readers[index % readers.length]!;
    const contentId = contentIds[(index * 7) % contentIds.length]!;
    // A like says something whether or not the piece was read before.
    const event = { id: randomUUID(), contentId, kind: "like", atMs: Date.now() } as const;
    const postedMs = performance.now();
    await post(agent, `${oracleUrl}/events`, reader.buyer.cookie, event);
    const acceptedMs = performance.now() - postedMs;
    const answer = await quoteOf(contentId, reader.buyer);
    const tookMs = performance.now() - postedMs;
    // Checking is the reader's work, and done when the clock has stopped.
    turns.push({ reader, answer, acceptedMs, tookMs, signed: isSigned(answer) });
  };
  note(`${events} events, and a quote after each`);
  for (let index = 0; index < WARM_UP; index++) await turn(index);
  const oracleBefore = await cpuSeconds(oracleUrl, token);
  const ownBefore = process.cpuUsage();
  for (let index = WARM_UP; index < WARM_UP + events; index++) await turn(index);
  const own = process.cpuUsage(ownBefore);
  const oracleSeconds = (await cpuSeconds(oracleUrl, token)) - oracleBefore;
  agent.destroy();

  note("deriving each quote again");
  let stale = 0;
  for (const [index, { reader, answer, signed }] of turns.entries()) {
    reader.read++;
    const fresh = signed && (await eventsRead(oracleUrl, token, answer)) === reader.read;
    if (!fresh && index >= WARM_UP) stale++;
  }
  const measured = turns.slice(WARM_UP);
  const tookMs = measured.map((one) => one.tookMs);
  const acceptedMs = measured.map((one) => one.acceptedMs);
  return {
    /** From sending the event to the new quote. */
    p50Ms: round(percentile(tookMs, 0.5)),
    p99Ms: round(percentile(tookMs, 0.99)),
    /** Of that, till the event was accepted. */
    acceptedP50Ms: round(percentile(acceptedMs, 0.5)),
    /** Processor time of one round: what is left of the bar where the machine is busy with other things. */
    oracleCpuMs: round((oracleSeconds * 1000) / events),
    benchCpuMs: round((own.user + own.system) / 1000 / events),
    events,
    /** Quotes that didn't know of their event, weren't signed, or don't follow from what they were made from. */
    stale,
  };
}

/** How many events a personal quote was made from, by its explanation; null where it doesn't hold. */
async function eventsRead(oracleUrl: string, token: string, { personal }: Answer): Promise<number | null> {
  if (!personal) throw new Error("A reader who agreed to personal prices got none.");
  const response = await fetch(`${oracleUrl}/explanations/${personal.digest}?kind=personal`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`Explaining failed: ${await response.text()}`);
  const { holds, events } = (await response.json()) as { holds: boolean; events: { read: number } };
  return holds ? events.read : null;
}

/** Has one event accepted, over a kept-alive connection. */
function post(agent: Agent, url: string, cookie: string, event: EventInput): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, "content-type": "application/json" };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const { accepted } = JSON.parse(text) as { accepted?: number };
        if (accepted === 1) resolve();
        else reject(new Error(`The event wasn't accepted: ${text}`));
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ events: [event] }));
  });
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

function describe(report: Awaited<ReturnType<typeof measure>>): string {
  return [
    `event to new quote   p50 ${report.p50Ms} ms (bar: 10), p99 ${report.p99Ms} ms; the event accepted after ${report.acceptedP50Ms} ms`,
    `processor            ${report.oracleCpuMs} ms of the oracle's a round, ${report.benchCpuMs} ms of the bench's`,
    `${report.events} events, ${report.stale} quotes without theirs`,
  ].join("\n");
}
