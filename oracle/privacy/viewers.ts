import { eq } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import type { Database } from "../store/database.ts";
import { viewerKeys } from "../store/schema/behaviour.ts";
import { accountTag, newViewerKey, personalQuoteKey, unwrapKey, type ViewerId, viewerId, wrapKey } from "./keys.ts";

/** What looking a viewer up takes; `db` may be a transaction. */
export interface ViewerLookup {
  store: { db: Database };
  secret: Context["secret"];
}

/** A viewer with what writing and reading its personal quotes takes. */
export interface Viewer {
  id: ViewerId;
  /** Where its key is filed: as long as that is there, the viewer isn't erased. */
  accountTag: string;
  /** Seals and opens the viewer's personal quotes. */
  quoteKey: Uint8Array;
}

/** Returns the pseudonym of a wallet's viewer, or null if this wallet never consented to anything (or had itself erased). */
export async function findViewer(lookup: ViewerLookup, address: string): Promise<ViewerId | null> {
  return (await findWholeViewer(lookup, address))?.id ?? null;
}

/** Returns a wallet's viewer with its keys, or null. */
export async function findWholeViewer({ store, secret }: ViewerLookup, address: string): Promise<Viewer | null> {
  const tag = accountTag(secret, address);
  const [row] = await store.db.select().from(viewerKeys).where(eq(viewerKeys.accountTag, tag));
  return row ? opened(secret, row) : null;
}

/** Returns the viewer of a pseudonym. Nothing leads from the pseudonym to the key: all are opened until one fits. */
export async function findViewerById({ store, secret }: ViewerLookup, id: string): Promise<Viewer | null> {
  for (const row of await store.db.select().from(viewerKeys)) {
    const viewer = opened(secret, row);
    if (viewer.id === id) return viewer;
  }
  return null;
}

function opened(secret: Uint8Array, { accountTag, wrappedKey }: typeof viewerKeys.$inferSelect): Viewer {
  const key = unwrapKey(secret, accountTag, wrappedKey);
  return { id: viewerId(key), accountTag, quoteKey: personalQuoteKey(key) };
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
