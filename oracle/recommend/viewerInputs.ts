import { visitsOf } from "../prepare/visits.ts";
import type { ViewerInputs } from "../price/quote.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { readConsentedEvents } from "../store/viewerInputs.ts";
import type { Catalogue } from "./catalogue.ts";

/** What may be used of a wallet's behaviour just now: null unless its viewer has consented to personalisation. */
export async function inputsOfWallet(
  context: Pick<Context, "store" | "secret">,
  catalogue: Pick<Catalogue, "features">,
  address: string,
): Promise<ViewerInputs | null> {
  const viewer = await findViewer(context, address);
  return viewer ? await inputsOfViewer(context, catalogue, viewer) : null;
}

/** The same for a pseudonym. */
export async function inputsOfViewer(
  context: Pick<Context, "store">,
  catalogue: Pick<Catalogue, "features">,
  viewer: string,
): Promise<ViewerInputs | null> {
  const events = await readConsentedEvents(context.store.db, viewer);
  if (!events) return null;
  const visits = visitsOf(events);
  const known = await catalogue.features(visits.map((visit) => visit.contentId));
  return { viewer, visits, known, seqs: events.map((event) => event.seq) };
}
