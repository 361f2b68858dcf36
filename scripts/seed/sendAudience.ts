import type { Client } from "../../oracle/api/client.ts";
import { createClient } from "../../oracle/api/client.ts";
import { MAX_EVENTS } from "../../oracle/collect/eventSchema.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { answerOf, asOperator, type Place, signIn } from "./api.ts";
import type { SimulatedViewer } from "./audience/simulate.ts";
import { inParallel } from "./inParallel.ts";
import { demoAccount } from "./keys.ts";

const SIGNED_IN_AT_ONCE = 12;
/** What the store must hold of the audience to leave it at that: old events expire, and a last batch may be missing. */
const ENOUGH = 0.9;

/**
 * Lets the audience sign in, consent and send what they did, as browsers would. Where the oracle counts enough viewers and events
 * already, nobody signs in; where a first attempt broke off, what it sent counts once.
 * @returns how many events were stored now
 */
export async function sendAudience(
  place: Place,
  audience: readonly SimulatedViewer[],
  operatorToken: string,
  onViewer: (done: number) => void,
): Promise<number> {
  const active = audience.filter((viewer) => viewer.events.length > 0);
  const { counts } = await answerOf(await createClient(place.oracleUrl).status.$get());
  const total = active.reduce((sum, viewer) => sum + viewer.events.length, 0);
  if (counts.viewers >= active.length && counts.events >= ENOUGH * total) return 0;
  let done = 0;
  const accepted = await inParallel(active, SIGNED_IN_AT_ONCE, async ({ name, events }) => {
    const client = await signIn(place, demoAccount(name));
    await answerOf(await client.consent.$put({ json: { collect: true, personalise: true } }));
    const stored = await sendEvents(client, events, operatorToken);
    onViewer(++done);
    return stored;
  });
  return accepted.reduce((sum, one) => sum + one, 0);
}

/**
 * Sends one viewer's events in batches and returns how many were new.
 * @param operatorToken lets events be older than the viewer's consent and the contents
 * @throws Error if the oracle refuses or reduces any: the demo's events are meant to be clean
 */
export async function sendEvents(
  client: Client,
  events: readonly BehaviourEvent[],
  operatorToken: string,
): Promise<number> {
  let stored = 0;
  for (let from = 0; from < events.length; from += MAX_EVENTS) {
    const batch = events.slice(from, from + MAX_EVENTS).map(({ dwellMs, section, ...event }) => {
      return event.kind === "dwell" ? { ...event, dwellMs, section: section ?? undefined } : event;
    });
    const result = await answerOf(await client.events.$post({ json: { events: batch } }, asOperator(operatorToken)));
    const [rejected] = result.rejected;
    if (rejected) throw new Error(`An event of the demo was refused: ${rejected.message} ${rejected.hint}`);
    stored += result.accepted;
  }
  return stored;
}
