import { setTimeout as delay } from "node:timers/promises";

/** Asks until the answer isn't null, and returns it. Throws when two minutes have gone by. */
export async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const deadline = Date.now() + 120_000; ; ) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`Waited two minutes in vain: ${what}.`);
    await delay(50);
  }
}
