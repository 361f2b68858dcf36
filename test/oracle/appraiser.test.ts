import { expect } from "chai";
import { type Visit, visitsOf } from "../../oracle/prepare/visits.ts";
import type { Appraiser, ContentFeatures } from "../../oracle/value/appraiser.ts";
import { type Artefact, BadArtefactError } from "../../oracle/value/artefact.ts";
import { loadAppraiser } from "../../oracle/value/load.ts";
import { trainAppraiser } from "../../oracle/value/train.ts";
import { trainInWorker } from "../../oracle/value/trainInWorker.ts";
import { caseStudy } from "../../scripts/seed/caseStudy.ts";
import { audienceDataset, audienceEndMs, caseStudyHistory, pieceContents, pieces } from "./support/audience.ts";

const dataset = audienceDataset(80);
const options = { seed: 1, nowMs: audienceEndMs, interest: { epochs: 4 } };

describe("an appraiser trained on the simulated audience", () => {
  let artefact: Artefact;
  let appraiser: Appraiser;
  before(async () => {
    artefact = await trainAppraiser(dataset, options);
    appraiser = loadAppraiser(artefact);
  });

  const one = (history: readonly Visit[], content: ContentFeatures) =>
    appraiser.appraise(history, [content], audienceEndMs)[0]!;
  const visit = (contentId: string, changes: Partial<Visit> = {}): Visit => ({
    contentId,
    kind: "dwell",
    dwellMs: 60_000,
    startedAtMs: audienceEndMs - 3_600_000,
    gapMs: 0,
    ...changes,
  });

  it("gives interests that are probabilities over the catalogue, and values that are seconds", () => {
    for (const history of [[], caseStudyHistory()]) {
      const appraisals = appraiser.appraise(history, pieceContents, audienceEndMs);
      const total = appraisals.reduce((sum, { interest }) => sum + interest, 0);
      expect(total).to.be.closeTo(1, 1e-9);
      for (const [i, { interest, value, standardValue }] of appraisals.entries()) {
        expect(interest).to.be.within(0, 1);
        expect(value).to.be.within(0, 3 * pieceContents[i]!.lengthSeconds);
        expect(standardValue).to.be.within(1, 2 * pieceContents[i]!.lengthSeconds);
      }
    }
  });

  it("takes a page that is still open for no sign of leaving early", () => {
    const content = pieceContents[0]!;
    const opened = (startedAtMs: number) => [visit(content.contentId, { dwellMs: 1_000, startedAtMs })];
    const reading = one(opened(audienceEndMs - 5_000), content).value;
    const left = one(opened(audienceEndMs - 3_600_000), content).value;
    expect(reading).to.be.greaterThan(left);
  });

  it("appraises one content as it appraises it among all", () => {
    const history = caseStudyHistory();
    const all = appraiser.appraise(history, pieceContents, audienceEndMs);
    const alone = pieceContents.map(
      (content) => appraiser.appraise(history, [content], audienceEndMs, pieceContents)[0]!,
    );
    expect(alone).to.deep.equal(all);
  });

  it("ranks and values what was liked or read above what was ignored or hidden", () => {
    const appraisals = new Map(
      appraiser.appraise(caseStudyHistory(), pieceContents, audienceEndMs).map((own) => [own.contentId, own]),
    );
    const of = (...deeds: string[]) =>
      caseStudy
        .filter(({ deed }) => deeds.includes(deed))
        .map(({ piece }) => appraisals.get(pieces.find(({ slug }) => slug === piece)!.contentId)!);
    for (const good of of("liked", "read")) {
      for (const bad of of("ignored", "hidden")) {
        expect(good.interest).to.be.above(bad.interest);
        expect(good.value).to.be.above(bad.value);
      }
      expect(good.value).to.be.above(0.8 * good.standardValue);
    }
    for (const { value, standardValue } of of("hidden")) expect(value).to.be.below(0.3 * standardValue);
  });

  it("names what moved the value, and the visit behind it", () => {
    const history = caseStudyHistory();
    const liked = history.find(({ kind }) => kind === "like")!;
    const reasons = one(history, pieceContents.find(({ contentId }) => contentId === liked.contentId)!).reasons;
    const reason = reasons.find(({ code }) => code === "liked")!;
    expect(reason.params.contentId).to.equal(liked.contentId);
    expect(reason.params.seconds).to.be.above(0);
    expect(reason.text).to.equal("You liked this before.");
    const hidden = history.find(({ kind }) => kind === "hide")!;
    const against = one(history, pieceContents.find(({ contentId }) => contentId === hidden.contentId)!).reasons[0]!;
    expect(against.code).to.equal("hidden");
    expect(against.params.seconds).to.be.below(0);
    expect(one([], pieceContents[0]!).reasons[0]!.code).to.equal("new-here");
  });

  it("tells no visit without verified attention as leaving, least of all the one that goes on", () => {
    const content = pieceContents[0]!;
    const own = (changes: Partial<Visit>) =>
      one([visit(content.contentId, { kind: "click", dwellMs: 0, ...changes })], content).reasons;
    const codes = (changes: Partial<Visit>) => own(changes).map(({ code }) => code);
    expect(codes({ startedAtMs: audienceEndMs - 5_000 }))
      .to.include("reading")
      .and.not.include("unmeasured");
    expect(codes({})).to.include("unmeasured").and.not.include("returned");
    const returned = own({ kind: "dwell", dwellMs: 90_000 }).find(({ code }) => code === "returned")!;
    expect(returned.params.dwelt).to.equal(90);
  });

  it("names first what points from the standard value to the viewer's own", () => {
    let seen = 0;
    for (const history of [[], caseStudyHistory(), [visit(pieceContents[0]!.contentId, { kind: "like" })]]) {
      for (const { value, standardValue, reasons } of appraiser.appraise(history, pieceContents, audienceEndMs)) {
        const towards = reasons.flatMap(({ params: { seconds } }) =>
          seconds === undefined ? [] : [Number(seconds) * (value - standardValue) >= 0],
        );
        expect(towards).to.deep.equal(towards.toSorted((a, b) => Number(b) - Number(a)));
        if (towards.includes(true) && towards.includes(false)) seen++;
      }
    }
    expect(seen).to.be.above(0);
  });

  it("speaks of habits and of histories alike only after five pieces were opened", () => {
    const habits = ["sequence", "sequence-unlikely", "long-reads", "short-reads"];
    const spoken = (visits: number) => {
      const history = caseStudyHistory()
        .filter(({ kind }) => kind !== "impression" && kind !== "hide")
        .slice(0, visits);
      expect(history).to.have.length(visits);
      const appraisals = appraiser.appraise(history, pieceContents, audienceEndMs);
      return appraisals.flatMap(({ reasons }) => reasons.filter(({ code }) => habits.includes(code)));
    };
    expect(spoken(4)).to.deep.equal([]);
    expect(spoken(5)).to.not.deep.equal([]);
  });

  it("moves with each accepted event, without training, for the content and for its like", () => {
    // Two pieces by one creator that share a topic.
    const [first, second] = pieceContents.flatMap((a, i) =>
      pieceContents
        .slice(i + 1)
        .filter((b) => b.creator === a.creator && b.topics.some((topic) => a.topics.includes(topic)))
        .map((b) => [a, b]),
    )[0]!;
    const before = [one([], first!), one([], second!)];
    const liked = [visit(first!.contentId, { kind: "like" })];
    const hidden = [visit(first!.contentId, { kind: "hide", dwellMs: 0 })];
    expect(one(liked, first!).value).to.be.above(before[0]!.value);
    expect(one(liked, first!).interest).to.be.above(before[0]!.interest);
    expect(one(hidden, first!).value).to.be.below(0.5 * before[0]!.value);
    expect(one(hidden, first!).interest).to.be.below(0.5 * before[0]!.interest);
    expect(one(liked, second!).value).to.be.above(one(hidden, second!).value);
    expect(one(liked, second!).interest / one(hidden, second!).interest).to.be.above(1.2);
    const twice = [...liked, visit(first!.contentId, { kind: "like", startedAtMs: audienceEndMs - 60_000 })];
    expect(one(twice, second!).value).to.not.equal(one(liked, second!).value);
  });

  it("appraises contents that it has never seen, by creator and topics", () => {
    const { creator, topics } = pieceContents[0]!;
    const fresh: ContentFeatures = { contentId: "9001", creator, topics, language: "en", lengthSeconds: 100 };
    const strange: ContentFeatures = {
      contentId: "9002",
      creator: "nobody",
      topics: ["chess"],
      language: "is",
      lengthSeconds: Number.NaN,
    };
    for (const history of [[], caseStudyHistory(), [visit("9001", { kind: "like" }), visit("gone")]]) {
      for (const content of [fresh, strange]) {
        const { interest, value, standardValue } = one(history, content);
        expect(interest).to.be.within(1e-9, 1);
        expect(value).to.be.within(0, 1000);
        expect(standardValue).to.be.within(0.1, 1000);
      }
    }
    const unread = one([], fresh).value;
    expect(one([visit("9001", { kind: "like" })], fresh).value).to.be.above(unread);
  });

  it("lets a visit to a new content speak for its like when told what it is", () => {
    const { contentId, creator, topics, language } = pieceContents[0]!;
    const fresh: ContentFeatures = { contentId: "9001", creator, topics, language, lengthSeconds: 100 };
    const history = [visit("9001", { kind: "like", dwellMs: 100_000 })];
    const known = pieceContents.find((content) => content.contentId === contentId)!;
    const told = appraiser.appraise(history, [known], audienceEndMs, [fresh])[0]!;
    const untold = appraiser.appraise(history, [known], audienceEndMs)[0]!;
    expect(told.interest).to.be.above(untold.interest);
  });

  it("survives absurd input without a price that is no number", () => {
    const absurd: Visit[] = [
      visit("1", { dwellMs: Number.NaN }),
      visit("2", { dwellMs: 1e15 }),
      visit("3", { dwellMs: -5, gapMs: Number.NaN }),
      visit("", { kind: "impression", dwellMs: 0, startedAtMs: 0 }),
    ];
    for (const content of [...pieceContents, { ...pieceContents[0]!, contentId: "x", lengthSeconds: -1, topics: [] }]) {
      const { interest, value, standardValue, reasons } = one(absurd, content);
      for (const number of [interest, value, standardValue]) expect(number).to.satisfy(Number.isFinite);
      for (const { params } of reasons) {
        for (const param of Object.values(params)) expect(param).to.not.satisfy(Number.isNaN);
      }
    }
  });

  it("looks at the last 50 visits only", () => {
    const long = Array.from({ length: 60 }, (_, i) =>
      visit(pieceContents[i % 20]!.contentId, { startedAtMs: audienceEndMs - (61 - i) * 60_000 }),
    );
    expect(one(long, pieceContents[3]!)).to.deep.equal(one(long.slice(-50), pieceContents[3]!));
  });

  it("is quick enough for every quote", () => {
    const history = visitsOf(
      Array.from({ length: 50 }, (_, i) => ({
        id: String(i),
        contentId: pieceContents[i % pieceContents.length]!.contentId,
        kind: "dwell" as const,
        atMs: audienceEndMs - (50 - i) * 60_000,
        dwellMs: 20_000,
      })),
    );
    for (let i = 0; i < 200; i++) one(history, pieceContents[0]!);
    const spentMs = (work: () => void) => {
      const from = process.cpuUsage().user;
      for (let i = 0; i < 50; i++) work();
      return (process.cpuUsage().user - from) / 50_000;
    };
    expect(spentMs(() => one(history, pieceContents[0]!))).to.be.below(2);
    expect(spentMs(() => appraiser.appraise(history, pieceContents, audienceEndMs))).to.be.below(6);
  });

  it("is the same for the same data and seed, also from a worker thread", async () => {
    const stages = new Set<string>();
    const again = await trainInWorker(dataset, options, { onProgress: ({ stage }) => stages.add(stage) });
    expect(again.hash).to.equal(artefact.hash);
    expect(again.weights).to.deep.equal(artefact.weights);
    expect(stages).to.include("interest");
  });

  it("is read back from JSON and bytes as it was written", () => {
    const stored = { ...artefact, manifest: JSON.parse(JSON.stringify(artefact.manifest)) as Artefact["manifest"] };
    const read = loadAppraiser({ ...stored, weights: Buffer.concat([Buffer.alloc(3), artefact.weights]).subarray(3) });
    const history = caseStudyHistory();
    expect(read.appraise(history, pieceContents, audienceEndMs)).to.deep.equal(
      appraiser.appraise(history, pieceContents, audienceEndMs),
    );
    expect(read.modelHash)
      .to.equal(artefact.hash)
      .and.match(/^0x[0-9a-f]{64}$/);
    expect(read.model).to.equal(artefact.name);
  });

  it("is refused when a bit of it has changed", () => {
    const weights = artefact.weights.slice();
    weights[1000]! ^= 1;
    const manifest = { ...artefact.manifest, seed: 2 };
    for (const bad of [
      { ...artefact, weights },
      { ...artefact, manifest },
      { ...artefact, weights: weights.subarray(8) },
    ]) {
      expect(() => loadAppraiser(bad)).to.throw(BadArtefactError, "is corrupted: its hash is 0x");
    }
    expect(() => loadAppraiser({ ...artefact, manifest: {} as Artefact["manifest"] })).to.throw(
      BadArtefactError,
      "format",
    );
  });

  it("says what was measured beside the baselines", () => {
    const { validationMae, validationBaselineMae, validationExpectedXauc } = artefact.manifest.metrics;
    expect(validationMae).to.be.below(1.1 * validationBaselineMae!);
    expect(validationExpectedXauc).to.be.above(0.55);
  });
});

describe("training an appraiser", () => {
  it("says that there is too little to learn from", async () => {
    const error = await trainAppraiser({ ...dataset, viewers: dataset.viewers.slice(0, 1) }, options).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.message).to.match(/^There are too few visits to learn from: \d+ to train, \d+ to validate\.$/);
    const fromWorker = await trainInWorker({ ...dataset, viewers: [] }, options).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(fromWorker?.message).to.equal("There are too few visits to learn from: 0 to train, 0 to validate.");
  });

  it("stops when told to, in this thread and in a worker", async () => {
    for (const train of [trainAppraiser, trainInWorker]) {
      const controller = new AbortController();
      const training = train(dataset, options, {
        signal: controller.signal,
        onProgress: () => controller.abort(new Error("enough")),
      });
      const error = await training.then(
        () => null,
        (reason: Error) => reason.message,
      );
      expect(error).to.equal("enough");
    }
  });
});
