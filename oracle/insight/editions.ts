/** The editions of contents: which one replaced which. */
export class Editions {
  readonly #replaces: ReadonlyMap<string, string>;
  readonly #replacedBy: ReadonlyMap<string, string>;

  /** @param replaces by the newer one's content id */
  constructor(replaces: ReadonlyMap<string, string>) {
    this.#replaces = replaces;
    this.#replacedBy = new Map([...replaces].map(([next, old]) => [old, next]));
  }

  before(contentId: string): string | null {
    return this.#replaces.get(contentId) ?? null;
  }

  after(contentId: string): string | null {
    return this.#replacedBy.get(contentId) ?? null;
  }

  /** The edition that holds now. Ids rise from edition to edition, so this ends. */
  newest(contentId: string): string {
    const next = this.after(contentId);
    return next === null ? contentId : this.newest(next);
  }
}
