import { expect } from "chai";
import type { Architecture } from "../../oracle/interest/architecture.ts";
import { createNegativeSampler } from "../../oracle/interest/negatives.ts";
import { createNetwork } from "../../oracle/interest/network.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { startTensorFlow } from "../../oracle/interest/tensorflow.ts";
import { trainingSetOf } from "../../oracle/interest/trainingSet.ts";
import { touchedRows, withGradients } from "../../oracle/interest/trainStep.ts";
import { pack } from "../../oracle/prepare/tensors.ts";
import { vocabulary, walks } from "./support/walks.ts";

describe("the gradients of a batch's parts", () => {
  before(startTensorFlow);

  const architectures: Architecture[] = [
    { kind: "gru" },
    { kind: "lstm" },
    { kind: "transformer", blocks: 2, heads: 2 },
  ];
  for (const architecture of architectures) {
    for (const loss of ["full", "sampled"] as const) {
      it(`add up to the batch's: ${architecture.kind}, ${loss} loss, with dropout`, () => {
        const set = trainingSetOf(walks(24), vocabulary, 0, createRandom(1));
        const network = createNetwork(architecture, 8, set.counts, set.table, createRandom(2));
        const negatives = loss === "sampled" ? createNegativeSampler(set.counts).draw(10, createRandom(3)) : undefined;
        const ids = [...set.lengths.keys()].filter((i) => set.lengths[i]! > 0);
        const taught = (some: readonly number[]) => {
          const batch = pack(set.table, some, set.lengths);
          const targets = batch.places.map((place) => set.targets[place]!);
          return { batch, targets, count: targets.filter((target) => target >= 0).length };
        };
        const whole = taught(ids);
        const touched = negatives && touchedRows(network, [whole.batch.contents, whole.targets, negatives.ids]);
        const gradients = ({ batch, targets }: typeof whole, seed = 7) =>
          withGradients(network, batch, targets, { negatives, dropout: 0.4, seed }, touched, ({ arrays, ...rest }) => ({
            ...rest,
            values: arrays.map((array) => array.slice()),
          }));
        const expected = gradients(whole);
        const parts = [0, 1, 2].map((part) => taught(ids.filter((_, i) => i % 3 === part)));
        const given = parts.map((part) => ({ ...gradients(part), share: part.count / whole.count }));
        const sum = (of: (part: (typeof given)[number]) => number) =>
          given.reduce((total, part) => total + part.share * of(part), 0);
        expect(sum((part) => part.loss)).to.be.closeTo(expected.loss, 1e-5);
        for (const [a, array] of expected.values.entries())
          for (const [i, value] of array.entries())
            expect(sum((part) => part.values[a]![i]!)).to.be.closeTo(value, 1e-6);
        // The draws matter: with another seed nothing of this holds.
        expect(gradients(whole, 8).loss).to.not.be.closeTo(expected.loss, 2e-5);
      });
    }
  }
});
