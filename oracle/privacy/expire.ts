import { lt } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import { attention, events, reductions, siweNonces } from "../store/schema/behaviour.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Deletes raw behaviour older than the retention period, and nonces that nobody used. Returns how many events went. */
export async function expireBehaviour({ store, clock, options, logger }: Context): Promise<number> {
  const nowMs = clock.nowMs();
  const beforeMs = nowMs - options.retentionDays * DAY_MS;
  const gone = await store.db.transaction(async (transaction) => {
    await transaction.delete(reductions).where(lt(reductions.atMs, beforeMs));
    await transaction.delete(attention).where(lt(attention.toMs, beforeMs));
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
