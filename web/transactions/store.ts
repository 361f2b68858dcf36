import type { Hex } from "viem";
import type { Failure } from "../chain/failure.ts";

export type TransactionKind =
  | "buy"
  | "gift"
  | "support"
  | "claim"
  | "faucet"
  | "split"
  | "publish"
  | "unlist"
  | "campaign"
  | "top-up"
  | "close"
  | "refund";
export type TransactionState = "checking" | "awaiting" | "pending" | "done" | "failed";

/** One transaction's life: checking (simulated), awaiting the wallet's signature, pending with a hash, done or failed. */
export interface Transaction {
  id: string;
  kind: TransactionKind;
  /** What it is about: a title, or an amount */
  subject: string;
  state: TransactionState;
  hash?: Hex;
  failure?: Failure;
}

/** Holds the transactions on screen and keeps the pending ones over a reload. */
export class TransactionStore {
  #list: readonly Transaction[] = [];
  #listeners = new Set<() => void>();
  readonly #storageKey: string;

  constructor(chainId: number) {
    this.#storageKey = `heed.transactions.${chainId}`;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  list = (): readonly Transaction[] => this.#list;

  /** Adds a transaction. A new try takes the place of those of its kind that failed. */
  add(kind: TransactionKind, subject: string, state: TransactionState = "checking"): string {
    const id = crypto.randomUUID();
    const others = this.#list.filter((one) => one.kind !== kind || one.state !== "failed");
    this.#set([...others, { id, kind, subject, state }]);
    return id;
  }

  update(id: string, change: Partial<Omit<Transaction, "id">>): void {
    this.#set(this.#list.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  dismiss(id: string): void {
    this.#set(this.#list.filter((one) => one.id !== id));
  }

  /** The transactions that a reload cut off while pending; they are on the list again afterwards. */
  restore(): Transaction[] {
    const known = new Set(this.#list.map((one) => one.id));
    let saved: Transaction[] = [];
    try {
      saved = (JSON.parse(localStorage.getItem(this.#storageKey) ?? "[]") as Transaction[]).filter(
        (one) => !known.has(one.id) && one.hash !== undefined,
      );
    } catch {
      localStorage.removeItem(this.#storageKey);
    }
    if (saved.length > 0) this.#set([...saved, ...this.#list]);
    return saved;
  }

  #set(list: readonly Transaction[]): void {
    this.#list = list;
    localStorage.setItem(this.#storageKey, JSON.stringify(list.filter((one) => one.state === "pending")));
    for (const listener of this.#listeners) listener();
  }
}
