import { eq } from "drizzle-orm";
import type { Context } from "../service/context.ts";
import { eraseFrozen } from "../settle/forgetFrozen.ts";
import { audienceReaders } from "../store/schema/audiences.ts";
import { attention, events, follows, reductions, viewerKeys, viewerStates } from "../store/schema/behaviour.ts";
import { adImpressions, earners } from "../store/schema/campaigns.ts";
import { quotes } from "../store/schema/quotes.ts";
import { appeals } from "../store/schema/settlement.ts";
import { NO_CONSENT, recordConsent } from "./consent.ts";
import { holdViewer } from "./holdViewer.ts";
import { accountTag } from "./keys.ts";
import { findViewer } from "./viewers.ts";

/**
 * Erases a wallet's viewer: deletes all behaviour and the key, the only way from the wallet to the pseudonym.
 * What epochs paid stays, since it is on the chain, and an epoch on its way to its report keeps its row, nameless, until that is posted.
 * The consent ledger keeps its entries, the withdrawal last, under a pseudonym that nobody can trace any more.
 * @returns false if there was nothing to erase.
 */
export async function eraseViewer(context: Context, address: string): Promise<boolean> {
  const { secret, clock } = context;
  const erased = await holdViewer(context, address, findViewer, async (transaction, viewer) => {
    // First of all, so that events still waiting for this lock find the consent withdrawn.
    await recordConsent(transaction, viewer, NO_CONSENT, clock.nowMs());
    // The key before the quotes: a quote being written holds it, and is there to be deleted once we have it.
    await transaction.delete(viewerKeys).where(eq(viewerKeys.accountTag, accountTag(secret, address)));
    for (const table of [
      events,
      reductions,
      attention,
      follows,
      quotes,
      viewerStates,
      earners,
      adImpressions,
      audienceReaders,
      appeals,
    ]) {
      await transaction.delete(table).where(eq(table.viewer, viewer));
    }
    await eraseFrozen(transaction, viewer, address);
    return true;
  });
  return erased ?? false;
}
