import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import type { Store } from "./open.ts";

/**
 * Holds these viewers for the rest of the transaction, so that no two writers work out one viewer's attention at once.
 * PGlite runs one transaction at a time and needs no more than that.
 */
export async function lockViewers(store: Store, transaction: Database, viewers: readonly string[]): Promise<void> {
  if (store.kind === "pglite") return;
  const keys = [...new Set(viewers)].sort().map(lockKey);
  // In one order everywhere: two writers with the same viewers wait for each other, never in a circle.
  await transaction.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select key from unnest(${sql.param(keys)}::bigint[]) with ordinality as locks(key, position) order by position
    ) as ordered`);
}

// The pseudonym's first eight bytes: two viewers with the same ones would only wait for each other.
function lockKey(viewer: string): string {
  return BigInt.asIntN(64, BigInt(`0x${viewer.slice(2, 18)}`)).toString();
}
