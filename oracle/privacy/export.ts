import { asc, eq, or } from "drizzle-orm";
import { openQuote } from "../price/storedQuote.ts";
import type { Context } from "../service/context.ts";
import { readAppealsOf } from "../store/appeals.ts";
import type { Database } from "../store/database.ts";
import { readEarner } from "../store/earners.ts";
import { attention, consents, events, follows, reductions } from "../store/schema/behaviour.ts";
import { adImpressions } from "../store/schema/campaigns.ts";
import { purchases } from "../store/schema/chain.ts";
import { quotes } from "../store/schema/quotes.ts";
import {
  epochCounted,
  epochPayouts,
  epochReductions,
  epochViewers,
  epochWriteOffs,
} from "../store/schema/settlement.ts";
import { findWholeViewer } from "./viewers.ts";

/** Returns everything the oracle has about a wallet: what it did, what was made of it, what it was quoted, what it bought. */
export async function exportViewer(context: Context, address: `0x${string}`) {
  const { db } = context.store;
  const whole = await findWholeViewer(context, address);
  const viewer = whole?.id ?? null;
  const bought = await db
    .select()
    .from(purchases)
    .where(or(eq(purchases.buyer, address), eq(purchases.recipient, address)));
  if (!whole || !viewer) {
    return {
      address,
      viewer,
      consents: [],
      events: [],
      reductions: [],
      attention: [],
      follows: [],
      quotes: [],
      earning: null,
      ads: [],
      appeals: [],
      epochReductions: [],
      ...(await readEpochsOf(db, address)),
      purchases: bought,
    };
  }
  const sealed = await db.select().from(quotes).where(eq(quotes.viewer, viewer));
  return {
    address,
    viewer,
    consents: await db.select().from(consents).where(eq(consents.viewer, viewer)).orderBy(asc(consents.seq)),
    events: await db.select().from(events).where(eq(events.viewer, viewer)).orderBy(asc(events.seq)),
    reductions: await db.select().from(reductions).where(eq(reductions.viewer, viewer)).orderBy(asc(reductions.seq)),
    attention: await db.select().from(attention).where(eq(attention.viewer, viewer)).orderBy(asc(attention.fromMs)),
    follows: await db.select().from(follows).where(eq(follows.viewer, viewer)),
    quotes: sealed.map((row) => openQuote(context.secret, row, whole)).sort((a, b) => a.createdAtMs - b.createdAtMs),
    earning: await readEarner(db, viewer),
    ads: await db
      .select()
      .from(adImpressions)
      .where(eq(adImpressions.viewer, viewer))
      .orderBy(asc(adImpressions.servedAtMs)),
    appeals: await readAppealsOf(db, viewer),
    epochReductions: await db.select().from(epochReductions).where(eq(epochReductions.viewer, viewer)),
    ...(await readEpochsOf(db, address)),
    purchases: bought,
  };
}

/** What epochs were settled from, of this account, and what they paid it. */
async function readEpochsOf(db: Database, account: string) {
  return {
    epochs: await db
      .select()
      .from(epochViewers)
      .where(eq(epochViewers.account, account))
      .orderBy(asc(epochViewers.epoch)),
    epochCounted: await db.select().from(epochCounted).where(eq(epochCounted.account, account)),
    payouts: await db
      .select()
      .from(epochPayouts)
      .where(eq(epochPayouts.account, account))
      .orderBy(asc(epochPayouts.epoch)),
    writeOffs: await db
      .select()
      .from(epochWriteOffs)
      .where(eq(epochWriteOffs.account, account))
      .orderBy(asc(epochWriteOffs.ofEpoch)),
  };
}
