import { setTimeout as delay } from "node:timers/promises";

/** Asks until the answer isn't null, and returns it. Throws when half a minute has gone by. */
export async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const deadline = Date.now() + 30_000; ; ) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`Waited 30 s in vain: ${what}.`);
    await delay(50);
  }
}
