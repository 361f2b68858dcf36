import { Disagreement } from "./disagreement.ts";
import type { FrozenRow } from "./frozenRows.ts";

const KINDS: readonly string[] = ["epoch", "campaign", "content", "balance", "viewer"];

/**
 * Holds frozen rows to their order: one epoch, then campaigns and contents by id, balances by account, viewers. Whoever folds them
 * relies on it: a balance after the first viewer, or a second one of the same account, would never be held against the parent's root.
 */
export class RowOrder {
  #rank = -1;
  #last: bigint | string | null = null;
  readonly #viewers = new Set<string>();

  /** @throws {Disagreement} if the row can't come after those before it */
  take(row: FrozenRow): void {
    const rank = KINDS.indexOf(row.kind);
    if (this.#rank === -1 && rank !== 0) throw new Disagreement("first row", row.kind, "epoch");
    if (rank < this.#rank || (rank === 0 && this.#rank === 0))
      throw new Disagreement("order of rows", `${row.kind} after ${KINDS[this.#rank]}`, KINDS.join(", "));
    if (rank !== this.#rank) this.#last = null;
    this.#rank = rank;
    if (row.kind === "viewer") {
      if (this.#viewers.has(row.account)) throw new Disagreement(`viewer ${row.account}`, "twice", "once");
      this.#viewers.add(row.account);
      return;
    }
    const key = keyOf(row);
    if (this.#last !== null && key <= this.#last)
      throw new Disagreement(`${row.kind} ${key}`, `after ${this.#last}`, "each once, rising");
    this.#last = key;
  }
}

function keyOf(row: Exclude<FrozenRow, { kind: "viewer" }>): bigint | string {
  if (row.kind === "epoch") return "";
  if (row.kind === "balance") return row.account;
  return wholeOf(row.kind, row.kind === "campaign" ? row.campaignId : row.contentId);
}

/** Reads a whole number in decimal text. @throws {Disagreement} where it is anything else */
export function wholeOf(place: string, text: unknown): bigint {
  if (typeof text === "string" && /^(0|[1-9]\d{0,77})$/.test(text)) return BigInt(text);
  throw new Disagreement(place, JSON.stringify(text), "a whole number in decimal digits");
}
