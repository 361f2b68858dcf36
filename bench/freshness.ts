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
import { type Answer, ask, isSigned, listContents, note, prepare, signAllIn } from "./support/market.ts";
import { percentile } from "./support/percentile.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const WARM_UP = 30;

const usage = `Usage: npm run bench -- freshness [--events N] [--viewers N] [--json]

Starts a chain, deploys, publishes the demo's pieces, lets its audience read them, trains the models, and then has readers do
one thing after the other: from the moment that POST /events has answered to the signed personal quote that was made from that
event. Each must be signed, have read the event, and say another interest than the one before it.

  --events N    how many are measured (300), after ${WARM_UP} of warming up
  --viewers N   size of the audience (60)
  --json        print one JSON object and nothing else`;

/** Measures how long an accepted event takes to be in a quote. */
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
  } finally {
    for (const child of children.reverse()) await child.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(oracleUrl: string, token: string, viewers: number, events: number) {
  const buyers = await signAllIn(oracleUrl, viewers);
  const contentIds = await listContents(oracleUrl);
  const agent = new Agent({ keepAlive: true });
  const [intakeMs, quoteMs]: [number[], number[]] = [[], []];
  let stale = 0;
  note(`${events} events, and a quote after each`);
  for (let index = -WARM_UP; index < events; index++) {
    const buyer = buyers[Math.abs(index) % buyers.length]!;
    const contentId = contentIds[Math.abs(index * 7) % contentIds.length]!;
    const url = `${oracleUrl}/quotes/${contentId}`;
    const before = await ask(agent, url, buyer.cookie);
    // A like says something whether or not the piece was read before.
    const event = { id: randomUUID(), contentId, kind: "like", atMs: Date.now() } as const;
    const postedMs = performance.now();
    await post(agent, `${oracleUrl}/events`, buyer.cookie, event);
    const acceptedMs = performance.now();
    const after = await ask(agent, url, buyer.cookie);
    const answeredMs = performance.now();
    if (index < 0) continue;
    intakeMs.push(acceptedMs - postedMs);
    quoteMs.push(answeredMs - acceptedMs);
    const [had, has] = await Promise.all([before, after].map((answer) => eventsRead(oracleUrl, token, answer)));
    // Two of one price in one second are one quote, stored as it was first asked for.
    const reached = has === Math.min(had! + 1, EVENTS_READ) || before.personal!.digest === after.personal!.digest;
    if (!reached || !isSigned(after) || after.explanation.interest === before.explanation.interest) stale++;
  }
  agent.destroy();
  return {
    p50Ms: round(percentile(quoteMs, 0.5)),
    p99Ms: round(percentile(quoteMs, 0.99)),
    intakeP50Ms: round(percentile(intakeMs, 0.5)),
    events,
    /** Quotes that didn't know of the event. */
    stale,
  };
}

/** How many events a quote was made from, by its explanation. */
async function eventsRead(oracleUrl: string, token: string, { personal }: Answer): Promise<number> {
  if (!personal) throw new Error("A reader who agreed to personal prices got none.");
  const response = await fetch(`${oracleUrl}/explanations/${personal.digest}?kind=personal`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`Explaining failed: ${await response.text()}`);
  return ((await response.json()) as { events: { read: number } }).events.read;
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

function describe({ p50Ms, p99Ms, intakeP50Ms, events, stale }: Awaited<ReturnType<typeof measure>>): string {
  return [
    `accepted event to new quote   p50 ${p50Ms} ms (bar: 10), p99 ${p99Ms} ms; ${events} events, ${stale} quotes without theirs`,
    `sending the event before it   p50 ${intakeP50Ms} ms`,
  ].join("\n");
}
