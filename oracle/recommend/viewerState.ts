import { createHash } from "node:crypto";
import type { InterestModel } from "../interest/model.ts";
import type { Visit } from "../prepare/visits.ts";
import { seal, unseal } from "../privacy/sealing.ts";
import type { Viewer } from "../privacy/viewers.ts";

/** Where a recurrent model stands after the visits of a history that can't change any more: all but the last. */
export interface SettledState {
  /** Of the artefact: another model's state means nothing. */
  modelHash: string;
  /** How many visits are in it, and the hash of them: an event that came late, merged or went makes it another history. */
  visits: number;
  historyHash: string;
  state: Float32Array;
}

/**
 * Takes a model through a history, from the settled state where that belongs to its beginning, else from the start.
 *
 * @returns the state after the whole history, the new settled state, and how many steps it took; null for models that don't go step by step
 */
export function advanceState(
  model: InterestModel,
  modelHash: string,
  history: readonly Visit[],
  known: SettledState | null,
): { state: Float32Array; settled: SettledState; steps: number } | null {
  if (!model.advance || history.length === 0) return null;
  const count = history.length - 1;
  const fits =
    known !== null &&
    known.modelHash === modelHash &&
    known.visits <= count &&
    known.historyHash === hashOf(history.slice(0, known.visits));
  const from = fits ? known.visits : 0;
  const state = model.advance(fits ? known.state : null, history.slice(from, count));
  const settled =
    fits && from === count ? known : { modelHash, visits: count, historyHash: hashOf(history.slice(0, count)), state };
  return { state: model.advance(state, history.slice(count)), settled, steps: history.length - from };
}

function hashOf(visits: readonly Visit[]): string {
  return createHash("sha256").update(JSON.stringify(visits)).digest("hex");
}

/** Seals a state for its viewer, as personal quotes are. */
export function sealState({ state, ...head }: SettledState, { id, quoteKey }: Viewer): Uint8Array {
  const json = JSON.stringify({
    ...head,
    state: Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString("base64"),
  });
  return seal(quoteKey, place(id), Buffer.from(json));
}

/** Opens what `sealState` made; null where it can't be that: the history is there to begin again from. */
export function openState(sealed: Uint8Array, { id, quoteKey }: Viewer): SettledState | null {
  try {
    const { state, ...head } = JSON.parse(Buffer.from(unseal(quoteKey, place(id), sealed)).toString());
    const numbers = new Float32Array(new Uint8Array(Buffer.from(state, "base64")).buffer);
    return numbers.every(Number.isFinite) ? { ...head, state: numbers } : null;
  } catch {
    return null;
  }
}

function place(viewer: string): string {
  return `state of ${viewer}`;
}
