import { expect } from "chai";
import {
  evaluateLeaveOneOut,
  modelScorer,
  plainVisits,
  popularityScorer,
  splitLeaveOneOut,
  transitionScorer,
} from "../../oracle/interest/leaveOneOut.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { trainInterestModel } from "../../oracle/interest/train.ts";
import type { TrainProgress } from "../../oracle/interest/trainOptions.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { BadInputError } from "../../oracle/service/errors.ts";
import { expectClose } from "./support/numbers.ts";

const CONTENTS = 60;

/** Walks in which every content has one likely successor, and some contents are popular besides. */
function walks(count: number, seed: number): string[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    let at = random.below(CONTENTS);
    return Array.from({ length: 6 + random.below(10) }, () => {
      at = random.next() < 0.7 ? (at * 11 + 7) % CONTENTS : Math.floor(CONTENTS * random.next() ** 2);
      return `content ${at}`;
    });
  });
}

const visitsOf = (items: readonly string[]): Visit[] =>
  items.map((contentId) => ({ contentId, kind: "click", dwellMs: 0, startedAtMs: 0, gapMs: 0 }));

const small = { seed: 3, hidden: 16, epochs: 2, batch: 16 } as const;

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("training an interest model", () => {
  const data = splitLeaveOneOut(walks(400, 1));
  const sequences = data.histories.map((items) => plainVisits(items, data.vocabulary));

  for (const loss of ["full", "sampled"] as const) {
    it(`learns a Markov chain far better than popularity does, by the ${loss} loss`, async () => {
      const options = { seed: 1, hidden: 32, loss, negatives: 32, epochs: 12, validation: 1 } as const;
      const model = await trainInterestModel(sequences, data.vocabulary, options);
      const popularity = await evaluateLeaveOneOut(data, popularityScorer(data));
      const ours = await evaluateLeaveOneOut(data, modelScorer(model));
      expect(ours.ndcg10).to.be.above(2 * popularity.ndcg10);
      expect(ours.ndcg10).to.be.above(0.5);
    });
  }

  for (const model of ["lstm", "transformer"] as const) {
    it(`learns it by the ${model} too, the same for the same seed`, async () => {
      const options = {
        seed: 1,
        model,
        hidden: 32,
        loss: "full",
        epochs: 12,
        validation: 1,
        learningRate: 0.004,
      } as const;
      const trained = await trainInterestModel(sequences, data.vocabulary, options);
      expect(trained.kind).to.equal(model);
      expect((await evaluateLeaveOneOut(data, modelScorer(trained))).ndcg10).to.be.above(0.5);
      const train = async (seed: number, loss: "full" | "sampled") =>
        Buffer.from(
          (await trainInterestModel(sequences, data.vocabulary, { ...small, model, seed, loss })).serialize().weights,
        );
      const first = await train(3, "sampled");
      expect(first.equals(await train(3, "sampled"))).to.equal(true);
      expect(first.equals(await train(4, "sampled"))).to.equal(false);
    });
  }

  it("gives the same model for the same seed, and another for another", async () => {
    const train = async (seed: number, loss: "full" | "sampled") =>
      Buffer.from((await trainInterestModel(sequences, data.vocabulary, { ...small, seed, loss })).serialize().weights);
    const first = await train(3, "sampled");
    expect(first.equals(await train(3, "sampled"))).to.equal(true);
    expect(first.equals(await train(4, "sampled"))).to.equal(false);
    expect((await train(3, "full")).equals(await train(3, "full"))).to.equal(true);
  });

  it("reports its progress, and lets other work run in between", async () => {
    const reports: TrainProgress[] = [];
    let turns = 0;
    let counting = true;
    const count = () => {
      turns++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    await trainInterestModel(sequences, data.vocabulary, small, { onProgress: (progress) => reports.push(progress) });
    counting = false;
    const { steps } = reports[0]!;
    expect(reports).to.have.length(2 * steps);
    expect(turns).to.be.at.least(reports.length);
    expect(reports.at(-1)).to.include({ epoch: 2, epochs: 2, step: steps });
    expect(reports.at(-1)!.etaMs).to.equal(0);
    expect(reports.at(-1)!.loss).to.be.below(reports[0]!.loss);
  });

  it("stops when it is told to, with the reason that was given", async () => {
    const controller = new AbortController();
    const reason = new Error("Enough.");
    let steps = 0;
    const training = trainInterestModel(sequences, data.vocabulary, small, {
      signal: controller.signal,
      onProgress: () => {
        steps++;
        controller.abort(reason);
      },
    });
    expect(await caught(training)).to.equal(reason);
    expect(steps).to.equal(1);
  });

  it("stops before the last epoch once validation gets no better, and keeps the best", async () => {
    const random = createRandom(2);
    const noise = Array.from({ length: 60 }, () =>
      visitsOf(Array.from({ length: 8 }, () => data.vocabulary[random.below(CONTENTS)]!)),
    );
    const losses: number[] = [];
    await trainInterestModel(
      noise,
      data.vocabulary,
      { seed: 1, hidden: 16, epochs: 40, patience: 2, learningRate: 0.02 },
      { onValidation: ({ loss }) => losses.push(loss) },
    );
    expect(losses.length).to.be.below(40);
    expect(losses.indexOf(Math.min(...losses))).to.equal(losses.length - 3);
  });

  it("refuses data from which nothing can be learned", async () => {
    for (const nothing of [[], [[]], [visitsOf(["a"])], [visitsOf(["elsewhere", "nowhere"])]]) {
      const error = await caught(trainInterestModel(nothing, ["a", "b"], small));
      expect(error).to.be.instanceOf(BadInputError);
      expect((error as BadInputError).code).to.equal("nothing-to-learn");
    }
    const shown = visitsOf(["a", "b"]).map((visit) => ({ ...visit, kind: "impression" as const }));
    expect(await caught(trainInterestModel([shown], ["a", "b"], small))).to.be.instanceOf(BadInputError);
  });

  it("learns from a single viewer with two visits", async () => {
    const model = await trainInterestModel([visitsOf(["a", "b"])], ["a", "b"], { ...small, epochs: 30 });
    const scores = model.logits(model.encode([visitsOf(["a"])]), 1);
    expect(scores[1]! - scores[0]!).to.be.above(0);
  });

  it("uses kind and dwell: what decides the next content there is learned", async () => {
    const random = createRandom(8);
    // Whoever likes goes to "yes", whoever hides goes to "no".
    const reactions = Array.from({ length: 300 }, () => {
      const liked = random.next() < 0.5;
      const [first, second] = visitsOf(["start", liked ? "yes" : "no"]);
      return [{ ...first!, kind: liked ? ("like" as const) : ("hide" as const) }, second!];
    });
    const model = await trainInterestModel(reactions, ["start", "yes", "no"], { ...small, epochs: 15 });
    const [start] = visitsOf(["start"]);
    const scores = model.logits(model.encode([[{ ...start!, kind: "like" }], [{ ...start!, kind: "hide" }]]), 2);
    expect(scores[1]! - scores[2]!).to.be.above(1);
    expect(scores[5]! - scores[4]!).to.be.above(1);
  });
});

describe("an interest model that knows features of contents", () => {
  const creators = 4;
  const vocabulary = Array.from({ length: 40 }, (_, i) => `content ${i}`);
  const columns = [Int32Array.from(vocabulary.keys(), (i) => i % creators), new Int32Array(40).fill(-1)];
  const random = createRandom(3);
  // Viewers stay with a creator; the first eight contents are never met.
  const sequences = Array.from({ length: 300 }, () => {
    const creator = random.below(creators);
    return visitsOf(Array.from({ length: 6 }, () => vocabulary[8 + creator + creators * random.below(8)]!));
  });

  for (const loss of ["full", "sampled"] as const) {
    it(`expects contents that nobody met where their like are met, by the ${loss} loss`, async () => {
      const preferred = async (features?: { count: number; columns: Int32Array[] }) => {
        const options = { seed: 1, hidden: 16, epochs: 8, loss, negatives: 20, ...(features && { features }) };
        const model = await trainInterestModel(sequences, vocabulary, options);
        const histories = Array.from({ length: creators }, (_, creator) =>
          visitsOf([8, 12, 16].map((i) => vocabulary[i + creator]!)),
        );
        const scores = model.logits(model.encode(histories), creators);
        // How far each creator's unmet content stands above the other creators' ones, to those who stay with the creator.
        return histories.map((_, own) => {
          const unmet = Array.from(scores.subarray(own * 40, own * 40 + creators));
          return unmet[own]! - Math.max(...unmet.filter((_, i) => i !== own));
        });
      };
      expect(Math.min(...(await preferred({ count: creators, columns })))).to.be.above(0.4);
      expect(Math.min(...(await preferred()))).to.be.below(0.1);
    });
  }

  it("is stored with them in its contents, and validated as it is served", async () => {
    const losses: number[] = [];
    const options = { seed: 1, hidden: 16, epochs: 1, validation: 1, features: { count: creators, columns } };
    const model = await trainInterestModel(sequences, vocabulary, options, {
      onValidation: ({ loss }) => losses.push(loss),
    });
    expect((model.serialize().manifest as { arrays: string[] }).arrays).to.not.include("features");
    const total = sequences.reduce((sum, visits) => {
      const scores = model.logits(model.encode([visits.slice(0, -1)]), 1);
      const target = vocabulary.indexOf(visits.at(-1)!.contentId);
      return sum + Math.log(scores.reduce((all, score) => all + Math.exp(score), 0)) - scores[target]!;
    }, 0);
    expect(total / sequences.length).to.be.closeTo(losses[0]!, 1e-4);
  });
});

describe("leave-one-out evaluation", () => {
  const data = splitLeaveOneOut([
    ["a", "b", "c"],
    ["a", "b", "d"],
    ["b", "a", "c", "a"],
    ["too", "short"],
  ]);

  it("keeps the last item of each viewer for the test", () => {
    expect(data.vocabulary).to.deep.equal(["a", "b", "c", "d"]);
    expect(data.histories.map((items) => [...items])).to.deep.equal([
      [0, 1],
      [0, 1],
      [1, 0, 2],
    ]);
    expect([...data.test]).to.deep.equal([2, 3, 0]);
  });

  it("ranks among what is new to the viewer, ties against the scorer, a repeated item included", async () => {
    const scorer = { scores: () => Float32Array.from([9, 9, 2, 1, 9, 9, 2, 1, 1, 9, 9, 1]) };
    // Ranks 0, 1 and 1: a and b are masked; for the third viewer d ties with a, which was seen but is the answer.
    const { hr10, ndcg10, standardError, ndcgStandardError } = await evaluateLeaveOneOut(data, scorer);
    expect(hr10).to.equal(1);
    expect(ndcg10).to.be.closeTo((1 + 2 / Math.log2(3)) / 3, 1e-12);
    expect(standardError).to.equal(0);
    // The gains are 1, g and g: two thirds of (1 − g)² / 3 on average.
    expect(ndcgStandardError).to.be.closeTo((Math.sqrt(2) / 3 / Math.sqrt(3)) * (1 - 1 / Math.log2(3)), 1e-12);
  });

  it("counts popularity and transitions, with their decay, from the training part alone", () => {
    const viewers = [
      ["a", "b", "c", "d", "c"],
      ["a", "b", "a", "d"],
      ["b", "c", "a"],
      ["too", "short"],
    ];
    const counted = splitLeaveOneOut(viewers);
    const history = [Int32Array.of(0)];
    // Training: a b c, a b, b.
    expect([...popularityScorer(counted).scores(history)]).to.deep.equal([2, 3, 1, 0]);
    const scores = transitionScorer(counted).scores(history);
    // a was followed by b twice, and by c two steps later once, out of two.
    expect(scores[1]).to.be.closeTo(2 / 2, 1e-5);
    expect(scores[2]).to.be.closeTo(0.7 / 2, 1e-5);
    expect(scores[3]).to.equal(0);
  });

  it("scores as the served model does", async () => {
    const model = await trainInterestModel(
      data.histories.map((items) => plainVisits(items, data.vocabulary)),
      data.vocabulary,
      { seed: 1, hidden: 8, epochs: 2, validation: 0, model: "transformer" },
    );
    const histories = [Int32Array.of(1), new Int32Array(), Int32Array.of(0, 1, 3)];
    const visits = histories.map((items) => plainVisits(items, data.vocabulary));
    expectClose(modelScorer(model).scores(histories), model.logits(model.encode(visits), 3), 1e-5);
  });

  it("tells of its progress, and stops when it is told to", async () => {
    const shares: number[] = [];
    await evaluateLeaveOneOut(data, popularityScorer(data), { onProgress: (share) => shares.push(share) });
    expect(shares).to.deep.equal([1]);
    const reason = new Error("Enough.");
    const stopped = evaluateLeaveOneOut(data, popularityScorer(data), { signal: AbortSignal.abort(reason) });
    expect(await caught(stopped)).to.equal(reason);
  });
});
