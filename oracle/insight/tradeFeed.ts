import { readIndexRevision } from "../store/chainIndex.ts";
import type { Database } from "../store/database.ts";
import { type Purchase, readNewestPurchases } from "../store/trades.ts";

/** A purchase was indexed, or taken back by a re-org. */
export type TradeEvent = { kind: "trade"; trade: Purchase } | { kind: "withdrawn"; trade: Purchase };

export interface Subscription {
  /** The newest purchases when the subscription began, newest first: each later one comes as an event. */
  newest: readonly Purchase[];
  stop(): void;
}

/** Purchases kept for those who come back after a pause. */
const KEPT = 100;
/** While somebody listens, the index is looked at this often: another replica may be the one that writes it. */
const CHECK_EVERY_MS = 500;

/** What a purchase is called in the stream, the same in every replica. */
export function tradeId({ txHash, logIndex }: Purchase): string {
  return `${txHash}-${logIndex}`;
}

/** Tells listeners of purchases as they are indexed, by whichever replica. Looks at the store only while somebody listens. */
export class TradeFeed {
  readonly #db: Database;
  readonly #listeners = new Set<(event: TradeEvent | null) => void>();
  #newest: Purchase[] = [];
  #revision = -1;
  #checking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param listen gets every event from now on, and null once when the feed closes. */
  async subscribe(listen: (event: TradeEvent | null) => void): Promise<Subscription> {
    await this.#check();
    // Nothing is awaited from here on, so that no event falls between the two.
    this.#listeners.add(listen);
    if (this.#closed) listen(null);
    this.#schedule();
    return { newest: this.#newest, stop: () => void this.#listeners.delete(listen) };
  }

  /** Ends every subscription. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const listen of this.#listeners) listen(null);
    this.#listeners.clear();
  }

  #schedule(): void {
    if (this.#timer || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#listeners.size === 0) return;
      // A store that can't be read just now is read the next time.
      void this.#check()
        .catch(() => {})
        .then(() => this.#schedule());
    }, CHECK_EVERY_MS);
  }

  #check(): Promise<void> {
    this.#checking ??= this.#read().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  async #read(): Promise<void> {
    const revision = await readIndexRevision(this.#db);
    if (revision === this.#revision) return;
    const newest = await readNewestPurchases(this.#db, KEPT);
    const [before, first] = [this.#newest, this.#revision === -1];
    this.#newest = newest;
    this.#revision = revision;
    if (!first) for (const event of changes(before, newest)) for (const listen of this.#listeners) listen(event);
  }
}

/** What has come and gone between two looks at the newest purchases, in the chain's order. */
function changes(before: readonly Purchase[], after: readonly Purchase[]): TradeEvent[] {
  const [had, have] = [before, after].map((trades) => new Set(trades.map(tradeId)));
  const oldest = after.length < KEPT ? null : after.at(-1)!;
  // What newer ones pushed out of the list is still there; what is gone from its midst was taken back.
  const within = ({ block, logIndex }: Purchase) =>
    oldest === null || block > oldest.block || (block === oldest.block && logIndex > oldest.logIndex);
  const gone = before.filter((trade) => !have!.has(tradeId(trade)) && within(trade));
  const come = after.filter((trade) => !had!.has(tradeId(trade)));
  return [
    ...gone.map((trade) => ({ kind: "withdrawn", trade }) as const),
    ...come.reverse().map((trade) => ({ kind: "trade", trade }) as const),
  ];
}
