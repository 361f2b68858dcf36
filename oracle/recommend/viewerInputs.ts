import { HISTORY_LENGTH, visitsOf } from "../prepare/visits.ts";
import type { ViewerInputs } from "../price/quote.ts";
import { ViewerCache } from "../privacy/viewerCache.ts";
import { findViewerById, type Viewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { GroupCommit } from "../service/groupCommit.ts";
import { EVENTS_READ, readConsentedVersions, readNewestEvents } from "../store/viewerInputs.ts";
import { readViewerState, writeViewerState } from "../store/viewerStates.ts";
import type { Catalogue } from "./catalogue.ts";
import { advanceState, openState, type SettledState, sealState } from "./viewerState.ts";

export interface ViewerReader {
  /** What may be used of a wallet's behaviour just now: null unless its viewer has consented to personalisation. */
  ofWallet(address: string): Promise<ViewerInputs | null>;
  /** The same for a pseudonym: slow where there are many viewers, for the operator only. */
  ofViewer(viewer: string): Promise<ViewerInputs | null>;
}

type Read = Pick<ViewerInputs, "visits" | "seqs" | "stateUnder"> & {
  version: string;
  /** Where the sequence model stood when it was last asked. */
  settled: SettledState | null;
};

/** Some kilobytes each. */
const VIEWERS_KEPT = 2_000;

/**
 * Reads viewers' behaviour for the models. What was read is kept with its version, and the store is asked each time whether that is
 * still so: consent, an accepted event, an erasure or an expiry count from the next request on, in every replica.
 */
export function createViewerReader(
  context: Pick<Context, "store" | "secret" | "logger">,
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
  async function readAgain(viewer: Viewer, version: string, before: Read | undefined): Promise<Read> {
    const [events, sealed] = await Promise.all([
      readNewestEvents(db, viewer.id),
      before ? null : readViewerState(db, viewer.id),
    ]);
    const visits = visitsOf(events);
    const settled = before ? before.settled : sealed && openState(sealed, viewer);
    const read: Read = { version, visits, seqs: events.map((event) => event.seq), settled };
    read.stateUnder = ({ sequence, modelHash }) => {
      const advanced = sequence && advanceState(sequence, modelHash, visits, read.settled);
      if (!advanced) return undefined;
      if (advanced.settled !== read.settled) {
        read.settled = advanced.settled;
        // A history that slides never begins again where this one did: the row would be written in vain.
        if (visits.length < HISTORY_LENGTH && events.length < EVENTS_READ)
          keep(viewer, advanced.settled, visits[0]!.startedAtMs);
      }
      return advanced.state;
    };
    return read;
  }

  // Nobody waits for it, and a state that is lost is made again from the events.
  function keep(viewer: Viewer, settled: SettledState, oldestAtMs: number): void {
    const { id, accountTag } = viewer;
    writeViewerState(db, { viewer: id, accountTag, sealed: sealState(settled, viewer), oldestAtMs }).catch(
      (err: unknown) => context.logger.debug({ err }, "a viewer's state wasn't kept"),
    );
  }

  async function inputsOf(viewer: Viewer): Promise<ViewerInputs | null> {
    const version = await versions.submit(viewer.id);
    const known = kept.get(viewer.id);
    // Taken out and put back last: the first of the map is the one that wasn't asked for longest.
    kept.delete(viewer.id);
    if (version === null) return null;
    const read = known?.version === version ? known : await readAgain(viewer, version, known);
    kept.set(viewer.id, read);
    if (kept.size > VIEWERS_KEPT) kept.delete(kept.keys().next().value!);
    const features = await catalogue.features(read.visits.map((visit) => visit.contentId));
    const { visits, seqs, stateUnder } = read;
    return { viewer, visits, seqs, known: features, stateUnder };
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
