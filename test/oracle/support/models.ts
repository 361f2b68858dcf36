import type { INTEREST_KINDS } from "../../../oracle/interest/architecture.ts";
import { layoutOf } from "../../../oracle/interest/layout.ts";
import { createInterestModel } from "../../../oracle/interest/model.ts";
import { createRandom } from "../../../oracle/interest/random.ts";
import type { InterestWeights } from "../../../oracle/interest/weights.ts";

/** A model of weights that were never learned; its vocabulary is "0", "1", … */
export function randomModel(kind: (typeof INTEREST_KINDS)[number], size: number, hidden = 8) {
  const random = createRandom(5);
  const architecture = kind === "transformer" ? { kind, blocks: 1, heads: 2 } : { kind };
  const weights = Object.fromEntries(
    [...layoutOf(architecture, hidden, size)].map(([name, { shape }]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.next() - 0.5),
    ]),
  );
  const vocabulary = Array.from({ length: size }, (_, i) => String(i));
  return createInterestModel({ architecture, hidden, vocabulary, weights: weights as unknown as InterestWeights });
}
