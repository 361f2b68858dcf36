import { expect } from "chai";
import fc from "fast-check";
import { EVENT_KINDS } from "../../oracle/prepare/events.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { unitPrice } from "../../oracle/price/unitPrice.ts";
import type { Appraiser, ContentFeatures } from "../../oracle/value/appraiser.ts";
import { loadAppraiser } from "../../oracle/value/load.ts";
import { trainAppraiser } from "../../oracle/value/train.ts";
import { audienceDataset, audienceEndMs, caseStudyHistory, pieceContents } from "./support/audience.ts";

const bounds = { floorWei: 1n, ceilingWei: 10n ** 24n };
const RATE_WEI = 10n ** 15n;

describe("from history to price", () => {
  let appraiser: Appraiser;
  before(async () => {
    const options = { seed: 1, nowMs: audienceEndMs, interest: { epochs: 2 } };
    appraiser = loadAppraiser(await trainAppraiser(audienceDataset(40), options));
  });

  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 36_000_000, Number.MAX_VALUE),
  );
  const contentIds = [...pieceContents.map(({ contentId }) => contentId), "vanished", ""];
  const visits = fc.array(
    fc.record<Visit>({
      contentId: fc.constantFrom(...contentIds),
      kind: fc.constantFrom(...EVENT_KINDS),
      dwellMs: number,
      startedAtMs: fc.integer({ min: 0, max: audienceEndMs }),
      gapMs: number,
    }),
    { maxLength: 60 },
  );
  const content = fc.oneof(
    fc.constantFrom(...pieceContents),
    fc.record<ContentFeatures>({
      contentId: fc.constant("grown"),
      creator: fc.constantFrom(pieceContents[0]!.creator, "nobody", ""),
      topics: fc.constantFrom(pieceContents[0]!.topics, ["chess"], []),
      language: fc.constantFrom("en", "is", ""),
      lengthSeconds: number,
    }),
  );

  it("never comes to a price that is no number, whatever was recorded", () => {
    fc.assert(
      fc.property(visits, content, (history, of) => {
        const [appraisal] = appraiser.appraise(history, [of], audienceEndMs);
        const { interest, value, standardValue, reasons } = appraisal!;
        expect(interest).to.be.within(0, 1);
        for (const seconds of [value, standardValue]) {
          expect(seconds).to.be.within(0, 86_400);
          expect(unitPrice(seconds, RATE_WEI, bounds).unitPriceWei >= bounds.floorWei).to.equal(true);
        }
        for (const { params } of reasons)
          for (const param of Object.values(params)) expect(param).to.satisfy((own: unknown) => !Number.isNaN(own));
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it("is a value near the population's mean for who has done nothing yet", () => {
    for (const { value, standardValue } of appraiser.appraise([], pieceContents, audienceEndMs))
      expect(value / standardValue).to.be.within(0.3, 3);
  });

  it("values a content that nobody has seen by its features: more of a long one than of a short one", () => {
    const { creator, topics, language } = pieceContents[0]!;
    const unseen = (lengthSeconds: number): ContentFeatures => ({
      contentId: "unseen",
      creator,
      topics,
      language,
      lengthSeconds,
    });
    const [short, long] = [unseen(5), unseen(600)].map((of) => appraiser.appraise([], [of], audienceEndMs)[0]!);
    expect(long!.value).to.be.above(short!.value);
    expect(long!.standardValue).to.be.above(short!.standardValue);
  });

  it("gives reasons that the model bears out: without the named visits the value moves as was said", () => {
    let named = 0;
    const history = caseStudyHistory();
    for (const of of pieceContents) {
      const [own] = appraiser.appraise(history, [of], audienceEndMs, pieceContents);
      for (const { params } of own!.reasons) {
        if (params.contentId === undefined) continue;
        const rest = history.filter(({ contentId }) => contentId !== params.contentId);
        const [without] = appraiser.appraise(rest, [of], audienceEndMs, pieceContents);
        expect(own!.value - without!.value).to.be.closeTo(Number(params.seconds), 0.051);
        named++;
      }
    }
    expect(named).to.be.above(5);
  });
});
