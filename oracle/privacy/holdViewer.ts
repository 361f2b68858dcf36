import type { Context } from "../service/context.ts";
import type { Database } from "../store/database.ts";
import { lockViewers } from "../store/viewerLock.ts";
import type { ViewerId } from "./keys.ts";
import { findViewer, type ViewerLookup } from "./viewers.ts";

/**
 * Runs `work` in a transaction that holds the wallet's viewer, so that nobody erases it meanwhile: whatever is written for a
 * pseudonym that was looked up before could otherwise come back to life after its erasure.
 * @param find how to look the viewer up: `findViewer`, or `ensureViewer` to make one where there is none.
 * @returns what `work` returns, or null, having done nothing, where the wallet has no viewer.
 */
export async function holdViewer<T>(
  { store, secret }: Pick<Context, "store" | "secret">,
  address: string,
  find: (context: ViewerLookup, address: string) => Promise<ViewerId | null>,
  work: (transaction: Database, viewer: ViewerId) => Promise<T>,
): Promise<T | null> {
  for (;;) {
    const viewer = await find({ store, secret }, address);
    if (!viewer) return null;
    const held = await store.db.transaction(async (transaction) => {
      await lockViewers(store, transaction, [viewer]);
      // Erased while we waited for the lock: what the wallet has now, if anything, is another pseudonym.
      if ((await findViewer({ store: { db: transaction }, secret }, address)) !== viewer) return null;
      return { result: await work(transaction, viewer) };
    });
    if (held) return held.result;
  }
}
