import type { ReductionReason } from "../prepare/cleaning.ts";
import type { BehaviourEvent } from "../prepare/events.ts";
import { lengthOf } from "../prepare/exclusivity.ts";
import type { ViewerId } from "../privacy/keys.ts";
import type { Context } from "../service/context.ts";
import { ForbiddenError } from "../service/errors.ts";
import { GroupCommit } from "../service/groupCommit.ts";
import type { Database } from "../store/database.ts";
import {
  consentingSince,
  eventKey,
  insertAttention,
  insertEvents,
  insertReductions,
  knownEvents,
  type NewAttention,
  type NewEvent,
  type NewReduction,
} from "../store/intake.ts";
import { lockViewers } from "../store/viewerLock.ts";
import { cleanInContext } from "./cleanInContext.ts";
import type { KnownContents } from "./knownContents.ts";

// Large enough that a transaction's fixed cost hardly counts, small enough that a quote waits little behind one.
const EVENTS_PER_TRANSACTION = 2000;

/** One request: a viewer's events, checked one by one. */
export interface Batch {
  viewer: ViewerId;
  events: readonly BehaviourEvent[];
  /** The operator vouches for events before the consent. */
  backdated?: boolean;
}

/** What became of a batch's well-formed events; but for those too early, they are either all stored or all not. */
export interface IntakeResult {
  /** Stored now. */
  accepted: number;
  /** Stored or dropped before, or repeated within the batch. */
  duplicates: number;
  /** Not stored, because nobody can do that: see the reductions. */
  dropped: number;
  /** About time before the consent in force, and so not stored; with the time of that consent. */
  tooEarly: { event: BehaviourEvent; consentAtMs: number }[];
  reductions: { id: string; reason: ReductionReason; claimedMs: number; verifiedMs: number; cutMs: number }[];
}

/** Stores events: deduplicated, cleaned, with their verified attention, many requests a transaction. */
export class Intake {
  readonly #context: Context;
  readonly #contents: KnownContents;
  readonly #commits: GroupCommit<Batch, IntakeResult>;

  constructor(context: Context, contents: KnownContents) {
    this.#context = context;
    this.#contents = contents;
    this.#commits = new GroupCommit((batches) => this.#commit(batches), {
      weightOf: ({ events }) => events.length,
      maxWeight: EVENTS_PER_TRANSACTION,
    });
  }

  /**
   * Stores a batch; resolves once it is committed.
   * @throws {ForbiddenError} if the viewer's consent to collection isn't in force; then nothing is stored.
   */
  submit(batch: Batch): Promise<IntakeResult> {
    return this.#commits.submit(batch);
  }

  /** Resolves when everything submitted so far is committed. */
  idle(): Promise<void> {
    return this.#commits.idle();
  }

  #commit(batches: readonly Batch[]): Promise<(IntakeResult | Error)[]> {
    const { store } = this.#context;
    return store.db.transaction(async (transaction) => {
      const viewers = batches.map(({ viewer }) => viewer);
      await lockViewers(store, transaction, viewers);
      const consenting = await consentingSince(transaction, [...new Set(viewers)]);
      const allowed = batches.filter(({ viewer }) => consenting.has(viewer));
      const results = await this.#store(transaction, allowed, consenting);
      return batches.map((batch) => results.get(batch) ?? noConsent());
    });
  }

  async #store(
    transaction: Database,
    batches: readonly Batch[],
    consenting: ReadonlyMap<string, number>,
  ): Promise<Map<Batch, IntakeResult>> {
    const results = new Map(batches.map((batch) => [batch, emptyResult()]));
    const consented = batches.map((batch) => {
      const consentAtMs = consenting.get(batch.viewer)!;
      const isEarly = (event: BehaviourEvent) => !batch.backdated && event.atMs - event.dwellMs < consentAtMs;
      results.get(batch)!.tooEarly = batch.events.filter(isEarly).map((event) => ({ event, consentAtMs }));
      return { batch, events: batch.events.filter((event) => !isEarly(event)) };
    });
    const fresh = await this.#withoutDuplicates(transaction, consented, results);
    const cleaned = await cleanInContext(transaction, fresh, this.#contents);
    const [stored, reduced, attended]: [NewEvent[], NewReduction[], NewAttention[]] = [[], [], []];
    for (const { viewer, batch, event, dropped, verified, reductions } of cleaned) {
      const result = results.get(batch)!;
      const verifiedMs = lengthOf(verified);
      if (dropped) result.dropped += 1;
      else result.accepted += 1;
      if (!dropped) stored.push({ viewer, event, verifiedMs });
      for (const { reason, cutMs } of reductions) {
        reduced.push({ viewer, event, reason, cutMs });
        result.reductions.push({ id: event.id, reason, claimedMs: event.dwellMs, verifiedMs, cutMs });
      }
      const { contentId, section = null } = event;
      for (const span of verified) attended.push({ viewer, contentId, section, ...span });
    }
    await insertEvents(transaction, stored, this.#context.clock.nowMs());
    await insertReductions(transaction, reduced);
    await insertAttention(transaction, attended);
    return results;
  }

  async #withoutDuplicates(
    transaction: Database,
    batches: readonly { batch: Batch; events: readonly BehaviourEvent[] }[],
    results: Map<Batch, IntakeResult>,
  ) {
    const all = batches.flatMap(({ batch, events }) => events.map((event) => ({ viewer: batch.viewer, batch, event })));
    const seen = await knownEvents(
      transaction,
      all.map(({ viewer }) => viewer),
      all.map(({ event }) => event.id),
    );
    return all.filter(({ viewer, batch, event }) => {
      const key = eventKey(viewer, event.id);
      const isNew = !seen.has(key);
      seen.add(key);
      if (!isNew) results.get(batch)!.duplicates += 1;
      return isNew;
    });
  }
}

function emptyResult(): IntakeResult {
  return { accepted: 0, duplicates: 0, dropped: 0, tooEarly: [], reductions: [] };
}

/** What POST /events answers to who hasn't consented. */
export function noConsent(): ForbiddenError {
  return new ForbiddenError("This viewer hasn't consented to having behaviour collected; nothing was stored.", {
    code: "consent-required",
    hint: 'Ask the viewer, then PUT /consent with {"collect": true, …}.',
  });
}
