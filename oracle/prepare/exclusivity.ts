/** A stretch of one viewer's wall clock, [fromMs, toMs). */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Returns the length of disjoint spans. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/**
 * One viewer's wall clock: every millisecond of it can be attended to once, on one content.
 * However claims overlap and whatever order they come in, what they are given adds up to the length of their union.
 */
export class WallClock {
  // Disjoint and rising, so a claim's neighbours are found by halving.
  readonly #taken: Span[];

  /** @param taken what was given earlier around the claims to come; disjoint, in any order. */
  constructor(taken: readonly Span[] = []) {
    this.#taken = [...taken].sort((a, b) => a.fromMs - b.fromMs);
  }

  /** Gives a claim whatever of it is still free, and takes that. */
  take(claim: Span): Span[] {
    const first = this.#firstEndingAfter(claim.fromMs);
    const free: Span[] = [];
    let fromMs = claim.fromMs;
    let next = first;
    for (; next < this.#taken.length && this.#taken[next]!.fromMs < claim.toMs; next += 1) {
      const taken = this.#taken[next]!;
      if (taken.fromMs > fromMs) free.push({ fromMs, toMs: taken.fromMs });
      fromMs = taken.toMs;
    }
    if (fromMs < claim.toMs) free.push({ fromMs, toMs: claim.toMs });
    const merged = [...this.#taken.slice(first, next), ...free].sort((a, b) => a.fromMs - b.fromMs);
    this.#taken.splice(first, next - first, ...merged);
    return free;
  }

  #firstEndingAfter(ms: number): number {
    let low = 0;
    let high = this.#taken.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#taken[middle]!.toMs > ms) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
