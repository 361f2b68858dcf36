import { setTimeout as delay } from "node:timers/promises";

export interface OpenLoopOptions {
  /** Arrivals a second, on average. */
  rate: number;
  seconds: number;
  /** Uniform numbers in 0..1. */
  random: () => number;
  /** Sends one request; resolves to whether it was answered rightly. */
  send: (index: number) => Promise<boolean>;
}

export interface OpenLoopResult {
  /** From the moment each request was due, not from when it was sent: a server that stalls is charged for the queue behind it. */
  latenciesMs: number[];
  failed: number;
  /** From the first arrival to the last answer. */
  seconds: number;
}

/** Lets requests arrive independently of each other (Poisson), however long the answers take. */
export async function openLoop({ rate, seconds, random, send }: OpenLoopOptions): Promise<OpenLoopResult> {
  const total = Math.round(rate * seconds);
  const dueMs: number[] = [];
  for (let at = 0; dueMs.length < total; at += (-Math.log(1 - random()) * 1000) / rate) dueMs.push(at);

  const latenciesMs: number[] = [];
  let failed = 0;
  const pending: Promise<void>[] = [];
  const startedMs = performance.now();
  for (let next = 0; next < total; ) {
    const nowMs = performance.now() - startedMs;
    for (; next < total && dueMs[next]! <= nowMs; next++) {
      const due = dueMs[next]!;
      pending.push(
        send(next).then(
          (right) => {
            latenciesMs.push(performance.now() - startedMs - due);
            if (!right) failed += 1;
          },
          () => {
            failed += 1;
          },
        ),
      );
    }
    if (next < total) await delay(Math.max(0, dueMs[next]! - (performance.now() - startedMs)));
  }
  await Promise.all(pending);
  return { latenciesMs, failed, seconds: (performance.now() - startedMs) / 1000 };
}
