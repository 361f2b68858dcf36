import { and, isNull, lt } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import { expireEpochs } from "../settle/forgetFrozen.ts";
import { audienceReaders } from "../store/schema/audiences.ts";
import { attention, events, reductions, siweNonces, viewerStates } from "../store/schema/behaviour.ts";
import { adImpressions } from "../store/schema/campaigns.ts";
import { quotes } from "../store/schema/quotes.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Standard quotes live for two minutes on chain: a week is enough to ask why. */
const STANDARD_QUOTE_DAYS = 7;

/**
 * Deletes raw behaviour, shown ads, yesterday's snapshot of audiences, epochs' reductions and quotes older than the retention period, standard quotes after a week, and nonces that nobody used. Quotes
 * know their day only, and go when its beginning is that long ago. Returns how many events went.
 */
export async function expireBehaviour({ store, clock, options, logger }: Context): Promise<number> {
  const nowMs = clock.nowMs();
  const beforeMs = nowMs - options.retentionDays * DAY_MS;
  const gone = await store.db.transaction(async (transaction) => {
    await transaction.delete(reductions).where(lt(reductions.atMs, beforeMs));
    await transaction.delete(attention).where(lt(attention.toMs, beforeMs));
    await transaction.delete(viewerStates).where(lt(viewerStates.oldestAtMs, beforeMs));
    await transaction.delete(quotes).where(lt(quotes.createdDay, Math.ceil(beforeMs / DAY_MS)));
    const standardBefore = Math.ceil(nowMs / DAY_MS) - STANDARD_QUOTE_DAYS;
    await transaction.delete(quotes).where(and(isNull(quotes.viewer), lt(quotes.createdDay, standardBefore)));
    await transaction.delete(audienceReaders).where(lt(audienceReaders.day, Math.floor(nowMs / DAY_MS)));
    await transaction.delete(adImpressions).where(lt(adImpressions.servedAtMs, beforeMs));
    await expireEpochs(transaction, nowMs, beforeMs);
    await transaction.delete(siweNonces).where(lt(siweNonces.expiresAtMs, nowMs));
    return transaction.delete(events).where(lt(events.atMs, beforeMs)).returning({ seq: events.seq });
  });
  logger.info({ events: gone.length, retentionDays: options.retentionDays }, "expired behaviour deleted");
  return gone.length;
}

/** Expires behaviour now and once a day. Returns what ends it. */
export function expireDaily(context: Context): () => void {
  const run = () => {
    expireBehaviour(context).catch((err: unknown) => context.logger.error({ err }, "expiry failed, next try in a day"));
  };
  run();
  const timer = setInterval(run, DAY_MS).unref();
  return () => clearInterval(timer);
}
