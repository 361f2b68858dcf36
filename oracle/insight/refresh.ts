import { findViewer } from "../privacy/viewers.ts";
import type { CatalogueEntry } from "../recommend/catalogue.ts";
import type { Context } from "../service/context.ts";
import { closeGroups } from "./closeGroups.ts";

/** Brings the closed groups of these contents up to the last midnight; does nothing where that was done. */
export async function refreshInsight(context: Context, entries: readonly CatalogueEntry[]): Promise<void> {
  const byId = new Map(entries.map((entry) => [entry.contentId, entry]));
  await closeGroups(context.store.db, [...byId.keys()], context.clock.nowMs(), async (contentId) => {
    const { content, payees } = byId.get(contentId)!;
    const viewers = await Promise.all(
      [...new Set([content.creator, ...(payees ?? [])])].map((account) => findViewer(context, account)),
    );
    return viewers.filter((viewer) => viewer !== null);
  });
}
