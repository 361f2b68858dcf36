import { sql } from "drizzle-orm";
import type { InterestModel } from "../interest/model.ts";
import { readModel, type SerializedInterestModel, writeModel } from "../interest/serialized.ts";
import type { InterestWeights } from "../interest/weights.ts";
import { type Database, rows } from "../store/database.ts";
import type { Appraiser } from "../value/appraiser.ts";

/** As in creators' aggregates: what fewer did isn't shown to anybody. */
export const FEWEST_VIEWERS = 10;
/** A phone should manage it. */
export const MOST_BYTES = 32 * 1024 * 1024;

export interface DeviceModels {
  /** The served interest model as anybody may have it, or null: nothing is trained, nothing known of it is public, or it is too large. */
  of(appraiser: Appraiser): Promise<SerializedInterestModel | null>;
}

/** Makes each model ready for devices once. */
export function createDeviceModels(db: Database): DeviceModels {
  const made = new WeakMap<Appraiser, Promise<SerializedInterestModel | null>>();

  async function make({ sequence }: Appraiser): Promise<SerializedInterestModel | null> {
    const model = sequence && publicModel(sequence, await readWidelyVisited(db));
    return model && model.weights.length <= MOST_BYTES ? model : null;
  }

  return {
    of(appraiser) {
      const known = made.get(appraiser);
      if (known) return known;
      const making = make(appraiser);
      made.set(appraiser, making);
      making.catch(() => made.delete(appraiser));
      return making;
    },
  };
}

/**
 * A model without the contents that are not in `shown`: where a few viewers alone have been, a content's place among the others, and its
 * popularity, would say what else they read. To the device such contents are new. Null where none is left.
 */
export function publicModel(model: InterestModel, shown: ReadonlySet<string>): SerializedInterestModel | null {
  const { architecture, hidden, vocabulary, weights } = readModel(model.serialize());
  const places = [...vocabulary.keys()].filter((place) => shown.has(vocabulary[place]!));
  if (places.length === 0) return null;
  const contents = new Float32Array(places.length * hidden);
  for (const [i, place] of places.entries())
    contents.set(weights.contents.subarray(place * hidden, (place + 1) * hidden), i * hidden);
  return writeModel({
    architecture,
    hidden,
    vocabulary: places.map((place) => vocabulary[place]!),
    weights: {
      ...weights,
      contents,
      bias: Float32Array.from(places, (place) => weights.bias[place]!),
    } as InterestWeights,
  });
}

/** Contents that enough viewers have attended to, here or in imported logs. */
async function readWidelyVisited(db: Database): Promise<Set<string>> {
  const found = await rows<{ content_id: string }>(
    db,
    sql`select content_id from
          (select content_id, viewer from events where kind <> 'impression'
           union all select content_id, source || ':' || viewer from imported_visits where kind <> 'impression') visits
        group by content_id having count(distinct viewer) >= ${FEWEST_VIEWERS}`,
  );
  return new Set(found.map((row) => row.content_id));
}
