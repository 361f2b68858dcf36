import { eq } from "drizzle-orm";
import { openQuote, type StoredQuote, sealQuote } from "../../../oracle/price/storedQuote.ts";
import { quoteTag } from "../../../oracle/privacy/keys.ts";
import type { Viewer } from "../../../oracle/privacy/viewers.ts";
import type { Context } from "../../../oracle/service/context.ts";
import { findQuote } from "../../../oracle/store/quotes.ts";
import { quotes } from "../../../oracle/store/schema/quotes.ts";

type Opening = Pick<Context, "store" | "secret">;

/** Reads a quote as only the holder of the secret can: a standard one, or the viewer's personal one. */
export async function readStoredQuote(
  { store, secret }: Opening,
  digest: string,
  viewer: Viewer | null = null,
): Promise<StoredQuote> {
  const row = await findQuote(store.db, quoteTag(secret, viewer ? "personal" : "standard", digest));
  if (!row) throw new Error(`No quote ${digest} is stored.`);
  return openQuote(secret, row, viewer);
}

/** Changes a stored standard quote as somebody would who has the secret: everybody else only makes it unreadable. */
export async function alterStoredQuote(context: Opening, digest: string, change: Partial<StoredQuote>): Promise<void> {
  const altered = { ...(await readStoredQuote(context, digest)), ...change, digest };
  const { row } = sealQuote(context.secret, altered, null);
  const original = quoteTag(context.secret, "standard", digest);
  await context.store.db.update(quotes).set({ sealed: row.sealed }).where(eq(quotes.tag, original));
}
