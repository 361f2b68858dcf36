import { eq } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import type { Database } from "../store/database.ts";
import { viewerKeys } from "../store/schema/behaviour.ts";
import { accountTag, newViewerKey, unwrapKey, type ViewerId, viewerId, wrapKey } from "./keys.ts";

/** What looking a viewer up takes; `db` may be a transaction. */
export interface ViewerLookup {
  store: { db: Database };
  secret: Context["secret"];
}

/** Returns the pseudonym of a wallet's viewer, or null if this wallet never consented to anything (or had itself erased). */
export async function findViewer({ store, secret }: ViewerLookup, address: string): Promise<ViewerId | null> {
  const tag = accountTag(secret, address);
  const [row] = await store.db.select().from(viewerKeys).where(eq(viewerKeys.accountTag, tag));
  return row ? viewerId(unwrapKey(secret, tag, row.wrappedKey)) : null;
}

/** Returns the pseudonym of a wallet's viewer, making a key for it if there is none. */
export async function ensureViewer({ store, secret }: ViewerLookup, address: string): Promise<ViewerId> {
  const tag = accountTag(secret, address);
  const wrappedKey = wrapKey(secret, tag, newViewerKey());
  await store.db.insert(viewerKeys).values({ accountTag: tag, wrappedKey }).onConflictDoNothing();
  const viewer = await findViewer({ store, secret }, address);
  // Erased between the two statements: the wallet asked for both at once, and gets a new pseudonym.
  return viewer ?? ensureViewer({ store, secret }, address);
}
