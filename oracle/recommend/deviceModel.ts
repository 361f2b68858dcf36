import type { InterestModel } from "../interest/model.ts";
import { readModel, type SerializedInterestModel, writeModel } from "../interest/serialized.ts";
import type { InterestWeights } from "../interest/weights.ts";
import type { Appraiser } from "../value/appraiser.ts";

/** A phone should manage it. */
const MOST_BYTES = 32 * 1024 * 1024;

export interface DeviceModels {
  /** The served interest model as anybody may have it, or null: nothing is trained, nothing known of it is public, or it is too large. */
  of(appraiser: Appraiser): SerializedInterestModel | null;
}

/** Makes each model ready for devices once. */
export function createDeviceModels(): DeviceModels {
  const made = new WeakMap<Appraiser, SerializedInterestModel | null>();

  function make({ sequence, widelyAttended }: Appraiser): SerializedInterestModel | null {
    const model = sequence && publicModel(sequence, new Set(widelyAttended));
    return model && model.weights.length <= MOST_BYTES ? model : null;
  }

  return {
    of(appraiser) {
      const known = made.get(appraiser);
      if (known !== undefined) return known;
      const model = make(appraiser);
      made.set(appraiser, model);
      return model;
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
