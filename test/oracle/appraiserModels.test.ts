import { expect } from "chai";
import { INTEREST_KINDS } from "../../oracle/interest/architecture.ts";
import { loadAppraiser } from "../../oracle/value/load.ts";
import { trainAppraiser } from "../../oracle/value/train.ts";
import { caseStudy } from "../../scripts/seed/caseStudy.ts";
import { audienceDataset, audienceEndMs, caseStudyHistory, pieceContents, pieces } from "./support/audience.ts";

describe("an appraiser on each sequence model", () => {
  const dataset = audienceDataset(40);
  const pieceOf = (deed: string) => {
    const { piece } = caseStudy.find((one) => one.deed === deed)!;
    return pieceContents.find(({ contentId }) => contentId === pieces.find(({ slug }) => slug === piece)!.contentId)!;
  };

  for (const model of INTEREST_KINDS) {
    it(`trains, is stored, values and explains with the ${model}`, async () => {
      const options = { seed: 1, nowMs: audienceEndMs, interest: { model, epochs: 2 } };
      const artefact = await trainAppraiser(dataset, options);
      const { interest } = artefact.manifest.config.structure as { interest: { manifest: { kind: string } } };
      expect(interest.manifest.kind).to.equal(model);
      const appraiser = loadAppraiser(artefact);
      const [liked, hidden] = appraiser.appraise(
        caseStudyHistory(),
        [pieceOf("liked"), pieceOf("hidden")],
        audienceEndMs,
        pieceContents,
      );
      expect(liked!.value).to.be.above(hidden!.value);
      expect(liked!.interest).to.be.above(hidden!.interest);
      expect(liked!.reasons.map(({ code }) => code)).to.include("liked");
      expect(hidden!.reasons[0]!.code).to.equal("hidden");
      for (const { value, standardValue } of appraiser.appraise([], pieceContents, audienceEndMs))
        for (const seconds of [value, standardValue]) expect(seconds).to.be.within(0.1, 10_000);
    });
  }
});
