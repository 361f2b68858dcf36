import { loadInterestModel } from "../interest/model.ts";
import type { ContentFeatures } from "./appraiser.ts";
import type { Manifest, NamedArray } from "./artefact.ts";
import type { Curve } from "./calibration.ts";
import { Catalogue } from "./catalogue.ts";
import { type BlendWeights, InterestBlend } from "./interestBlend.ts";
import { loadRegression } from "./loadRegression.ts";
import { Population } from "./population.ts";
import type { AppraiserParts } from "./readHistory.ts";
import type { SerializedRegression } from "./regression.ts";
import { SequenceScores } from "./sequenceScores.ts";
import { StandardValues } from "./standardValues.ts";
import { ValueModel } from "./valueModel.ts";

/** What JSON says of an artefact's parts; the numbers lie in its arrays. */
interface Structure {
  interest: { manifest: object; weights: BlendWeights };
  value: Pick<ValueModel, "weights" | "longestShare" | "longestSeconds"> &
    Pick<SerializedRegression, "kind" | "settings">;
  standard: { settings: Record<string, number> };
  place: number | null;
}

export interface WrittenParts {
  structure: Structure;
  arrays: Record<string, NamedArray>;
}

/** Takes an appraiser's parts apart into JSON and named arrays, beside the contents that may be shown to anybody. */
export function writeParts(
  parts: AppraiserParts,
  sequence: SequenceScores,
  standard: StandardValues,
  widelyAttended: readonly string[],
): WrittenParts {
  const interest = sequence.model.serialize();
  const regression = parts.value.regression.serialize();
  const { values, estimate } = standard.serialize();
  const { regression: _, expected, typical, ...limits } = parts.value;
  return {
    structure: {
      interest: { manifest: interest.manifest, weights: parts.interest.weights },
      value: { ...limits, kind: regression.kind, settings: regression.settings },
      standard: { settings: estimate.settings },
      place: Number.isNaN(parts.place) ? null : parts.place,
    },
    arrays: {
      contents: parts.catalogue.contents,
      widelyAttended,
      interest: interest.weights,
      ...prefixed("population", parts.population.sums),
      ...prefixed("regression", regression.arrays),
      ...prefixed("expected", expected),
      ...prefixed("typical", typical),
      "standard.values": values,
      ...prefixed("standard.estimate", estimate.arrays),
    },
  };
}

/** Puts the parts together again. */
export function readParts(
  manifest: Manifest,
  arrays: Record<string, NamedArray>,
): AppraiserParts & { standard: StandardValues; widelyAttended: readonly string[] } {
  const structure = manifest.config.structure as Structure;
  const { kind, settings, ...limits } = structure.value;
  const catalogue = new Catalogue(arrays.contents as ContentFeatures[]);
  const model = loadInterestModel({ manifest: structure.interest.manifest, weights: arrays.interest as Uint8Array });
  const estimate: SerializedRegression = {
    kind: "ridge",
    settings: structure.standard.settings,
    arrays: unprefixed("standard.estimate", arrays),
  };
  return {
    catalogue,
    population: new Population(unprefixed("population", arrays) as unknown as Population["sums"]),
    interest: new InterestBlend(catalogue, new SequenceScores(model), structure.interest.weights),
    value: new ValueModel({
      ...limits,
      regression: loadRegression({ kind, settings, arrays: unprefixed("regression", arrays) }),
      expected: unprefixed("expected", arrays) as unknown as Curve,
      typical: unprefixed("typical", arrays) as unknown as Curve,
    }),
    standard: new StandardValues(arrays["standard.values"] as Float64Array, estimate),
    place: structure.place ?? Number.NaN,
    widelyAttended: arrays.widelyAttended as string[],
  };
}

function prefixed(prefix: string, arrays: object): Record<string, NamedArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${prefix}.${name}`, array as NamedArray]));
}

function unprefixed(prefix: string, arrays: Record<string, NamedArray>): SerializedRegression["arrays"] {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${prefix}.`));
  return Object.fromEntries(
    own.map(([name, array]) => [name.slice(prefix.length + 1), array]),
  ) as SerializedRegression["arrays"];
}
