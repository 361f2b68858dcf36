import { OracleError } from "../oracle/OracleError.ts";
import type { BehaviourEvent } from "../oracle/sent.ts";
import type { EventsReceipt } from "../oracle/types.ts";

/** The oracle's limit for one batch is 500; a page being closed may send 64 KB. */
const BATCH = 200;
const KEPT = 1_000;
const KEPT_MS = 24 * 3_600_000;

type Send = (events: BehaviourEvent[]) => Promise<EventsReceipt>;
type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/**
 * Events on their way to the oracle. They stay in localStorage, under ids made once, until the oracle has acknowledged
 * them: a batch that is sent twice counts once. What the oracle rejects is dropped, since it would be rejected again.
 */
export class Outbox {
  readonly #key: string;
  readonly #send: Send;
  readonly #storage: Storage;
  #sending: Promise<EventsReceipt | null> | null = null;
  #closed = false;

  /** @param who the signed-in wallet: events of one account are never sent as another's */
  constructor(who: string, send: Send, storage: Storage) {
    this.#key = `heed.outbox.${who}`;
    this.#send = send;
    this.#storage = storage;
  }

  add(event: Omit<BehaviourEvent, "id">): void {
    if (this.#closed) return;
    this.#write([...this.waiting(), { id: crypto.randomUUID(), ...event }].slice(-KEPT));
  }

  /** Events not acknowledged yet, oldest first. */
  waiting(): BehaviourEvent[] {
    try {
      const events = JSON.parse(this.#storage.getItem(this.#key) ?? "[]") as BehaviourEvent[];
      return events.filter(({ atMs }) => Date.now() - atMs < KEPT_MS);
    } catch {
      return [];
    }
  }

  /** Forgets what wasn't sent: consent was withdrawn. */
  clear(): void {
    this.#storage.removeItem(this.#key);
  }

  /** Forgets what wasn't sent, and takes nothing more: its owner signed out. */
  close(): void {
    this.#closed = true;
    this.clear();
  }

  /** Sends everything, a batch after the other, until one doesn't arrive. */
  async deliver(): Promise<void> {
    while (this.waiting().length > 0) if ((await this.flush()) === null) return;
  }

  /** Sends one batch. Null where there was nothing to send, or where it must be sent again later. */
  flush(): Promise<EventsReceipt | null> {
    this.#sending ??= this.#flush().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #flush(): Promise<EventsReceipt | null> {
    const batch = this.waiting().slice(0, BATCH);
    if (batch.length === 0) return null;
    try {
      const receipt = await this.#send(batch);
      this.#drop(batch);
      return receipt;
    } catch (error) {
      // A refusal of the whole batch as bad input or without consent would repeat for ever; a lost session may come back.
      if (error instanceof OracleError && [400, 403, 413].includes(error.status)) this.#drop(batch);
      return null;
    }
  }

  #drop(batch: readonly BehaviourEvent[]): void {
    const ids = new Set(batch.map(({ id }) => id));
    this.#write(this.waiting().filter(({ id }) => !ids.has(id)));
  }

  #write(events: readonly BehaviourEvent[]): void {
    if (events.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(events));
  }
}
