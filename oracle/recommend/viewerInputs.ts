import { visitsOf } from "../prepare/visits.ts";
import type { ViewerInputs } from "../price/quote.ts";
import { ViewerCache } from "../privacy/viewerCache.ts";
import { findViewerById, type Viewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { GroupCommit } from "../service/groupCommit.ts";
import { readConsentedVersions, readNewestEvents } from "../store/viewerInputs.ts";
import type { Catalogue } from "./catalogue.ts";

export interface ViewerReader {
  /** What may be used of a wallet's behaviour just now: null unless its viewer has consented to personalisation. */
  ofWallet(address: string): Promise<ViewerInputs | null>;
  /** The same for a pseudonym: slow where there are many viewers, for the operator only. */
  ofViewer(viewer: string): Promise<ViewerInputs | null>;
}

type Read = Pick<ViewerInputs, "visits" | "seqs"> & { version: string };

/** Some kilobytes each. */
const VIEWERS_KEPT = 2_000;

/**
 * Reads viewers' behaviour for the models. What was read is kept with its version, and the store is asked each time whether that is
 * still so: consent, an accepted event, an erasure or an expiry count from the next request on, in every replica.
 */
export function createViewerReader(
  context: Pick<Context, "store" | "secret">,
  catalogue: Pick<Catalogue, "features">,
): ViewerReader {
  const { db } = context.store;
  const wallets = new ViewerCache(context);
  const kept = new Map<string, Read>();
  // Requests that arrive together ask together: the busier it is, the less each costs.
  const versions = new GroupCommit<string, string | null>((viewers) => readConsentedVersions(db, viewers), {
    weightOf: () => 1,
    maxWeight: 100,
  });

  // Events that came since the version was read are in, under the older version: the next request reads once more, in vain.
  async function readAgain(viewer: string, version: string): Promise<Read> {
    const events = await readNewestEvents(db, viewer);
    return { version, visits: visitsOf(events), seqs: events.map((event) => event.seq) };
  }

  async function inputsOf(viewer: Viewer): Promise<ViewerInputs | null> {
    const version = await versions.submit(viewer.id);
    const known = kept.get(viewer.id);
    // Taken out and put back last: the first of the map is the one that wasn't asked for longest.
    kept.delete(viewer.id);
    if (version === null) return null;
    const read = known?.version === version ? known : await readAgain(viewer.id, version);
    kept.set(viewer.id, read);
    if (kept.size > VIEWERS_KEPT) kept.delete(kept.keys().next().value!);
    const features = await catalogue.features(read.visits.map((visit) => visit.contentId));
    return { viewer, visits: read.visits, seqs: read.seqs, known: features };
  }

  return {
    async ofViewer(id) {
      const viewer = await findViewerById(context, id);
      return viewer && (await inputsOf(viewer));
    },
    async ofWallet(address) {
      const viewer = await wallets.findWhole(address);
      const inputs = viewer && (await inputsOf(viewer));
      if (inputs) return inputs;
      // No consent, or the pseudonym was erased in another replica and the wallet has a new one by now.
      wallets.forget(address);
      const again = await wallets.findWhole(address);
      return again && again.id !== viewer?.id ? await inputsOf(again) : null;
    },
  };
}
