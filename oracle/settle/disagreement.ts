import type { Difference } from "./checkProposal.ts";

/** What a reporter found to be otherwise than proposed. */
export class Disagreement extends Error {
  readonly difference: Difference;

  constructor(place: string, proposed: unknown, recomputed: unknown) {
    super(`${place}: proposed ${String(proposed)}, recomputed ${String(recomputed)}`);
    this.difference = { place, proposed: String(proposed), recomputed: String(recomputed) };
  }
}

/** @throws {Disagreement} unless both are the same, as text; lists element by element. */
export function requireSame(place: string, proposed: unknown, recomputed: unknown): void {
  if (asText(proposed) !== asText(recomputed)) throw new Disagreement(place, asText(proposed), asText(recomputed));
}

const asText = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : String(value));
