import { expect } from "chai";
import { loadInterestModel } from "../../oracle/interest/model.ts";
import type { EventKind } from "../../oracle/prepare/events.ts";
import { createDeviceModels, publicModel } from "../../oracle/recommend/deviceModel.ts";
import type { Appraiser } from "../../oracle/value/appraiser.ts";
import type { Part } from "../../oracle/value/dataset.ts";
import { FEWEST_VIEWERS, widelyAttended } from "../../oracle/value/widelyAttended.ts";
import { randomModel } from "./support/models.ts";

describe("the model that leaves for readers' devices", () => {
  for (const kind of ["gru", "lstm", "transformer"] as const) {
    it(`${kind}: has only the contents that may be shown, and scores them as the whole one does`, () => {
      const model = randomModel(kind, 12);
      const shown = loadInterestModel(publicModel(model, new Set(["9", "2", "absent"]))!);
      expect(shown.vocabulary).to.deep.equal(["2", "9"]);
      const history = ["2", "9", "2"].map((contentId, i) => {
        return { contentId, kind: "dwell" as const, dwellMs: 1000 * i, startedAtMs: i, gapMs: 100 };
      });
      const [whole, scores] = [model, shown].map((one) => one.logits(one.encode([history]), 1));
      expect([...scores!]).to.deep.equal([whole![2], whole![9]]);
    });
  }

  it("is none where nothing is trained, or nothing in it may be shown", () => {
    const models = createDeviceModels();
    const sequence = randomModel("gru", 3);
    expect(models.of({} as Appraiser)).to.equal(null);
    expect(models.of({ sequence } as Appraiser)).to.equal(null);
    expect(models.of({ sequence, widelyAttended: [] as string[] } as unknown as Appraiser)).to.equal(null);
  });

  it("is made once a model, by the list that the model was trained with", () => {
    const models = createDeviceModels();
    const appraiser = { sequence: randomModel("gru", 3), widelyAttended: ["1"] } as unknown as Appraiser;
    const made = models.of(appraiser)!;
    expect((made.manifest as { vocabulary: string[] }).vocabulary).to.deep.equal(["1"]);
    expect(models.of(appraiser)).to.equal(made);
  });

  it("shows what ten viewers attended to while it learned: not what was passed by, hidden, or read after", () => {
    const visit = (contentId: string, kind: EventKind = "dwell", part: Part = "train") => {
      return { contentId, kind, part, dwellMs: 1, startedAtMs: 0, gapMs: 0 };
    };
    const viewers = Array.from({ length: FEWEST_VIEWERS }, (_, i) => ({
      viewer: `v_${i}`,
      visits: [
        visit("all"),
        visit("passed", "impression"),
        visit("hidden", "hide"),
        visit("later", "dwell", i < 2 ? "train" : "validation"),
        ...(i > 0 ? [visit("nearly"), visit("nearly")] : [visit("all")]),
      ],
    }));
    expect(widelyAttended({ viewers })).to.deep.equal(["all"]);
  });
});
