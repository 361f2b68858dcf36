import { expect } from "chai";
import { createRandom } from "../../oracle/interest/random.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { advanceState, openState, type SettledState, sealState } from "../../oracle/recommend/viewerState.ts";
import { randomModel } from "./support/models.ts";

const HIDDEN = 8;
const viewer = { id: "v_1", accountTag: "t", quoteKey: new Uint8Array(32).fill(3) } as const;

describe("where a recurrent model stands with a viewer", () => {
  for (const kind of ["gru", "lstm"] as const) {
    it(`${kind}: goes one step an event, and stands where reading the whole history would bring it`, () => {
      const model = randomModel(kind, 20, HIDDEN);
      const history = randomHistory(30);
      let settled: SettledState | null = null;
      for (let count = 1; count <= history.length; count++) {
        const visits = history.slice(0, count);
        const advanced = advanceState(model, "0x1", visits, settled)!;
        // The visit before has ended now, and the new one may still grow.
        expect(advanced.steps).to.equal(Math.min(count, 2));
        const whole = model.encode([visits]);
        for (let j = 0; j < HIDDEN; j++) expect(advanced.state[j]).to.be.closeTo(whole[j]!, 1e-6);
        const grown = [...visits.slice(0, -1), { ...visits.at(-1)!, kind: "like", dwellMs: 1e6 } as Visit];
        expect(advanceState(model, "0x1", grown, advanced.settled)!.steps).to.equal(1);
        settled = openState(sealState(advanced.settled, viewer), viewer);
      }
    });
  }

  it("begins again where an event came late, one is gone, or the model is another", () => {
    const model = randomModel("gru", 20, HIDDEN);
    const history = randomHistory(12);
    const { settled } = advanceState(model, "0x1", history, null)!;
    const late = [...history.slice(0, 3), { ...history[3]!, dwellMs: 77 }, ...history.slice(3)];
    for (const [visits, hash] of [
      [late, "0x1"],
      [history.slice(1), "0x1"],
      [history.slice(0, 5), "0x1"],
      [history, "0x2"],
    ] as const) {
      const again = advanceState(model, hash, visits, settled)!;
      expect(again.steps).to.equal(visits.length);
      expect([...again.state]).to.deep.equal([...model.encode([visits])]);
    }
  });

  it("is nothing to a Transformer, nor after no visit; what was sealed for another, or altered, isn't opened", () => {
    const history = randomHistory(4);
    expect(advanceState(randomModel("transformer", 20, HIDDEN), "0x1", history, null)).to.equal(null);
    expect(advanceState(randomModel("gru", 20, HIDDEN), "0x1", [], null)).to.equal(null);
    const sealed = sealState(advanceState(randomModel("gru", 20, HIDDEN), "0x1", history, null)!.settled, viewer);
    expect(openState(sealed, { ...viewer, id: "v_2" })).to.equal(null);
    expect(openState(sealed, { ...viewer, quoteKey: new Uint8Array(32) })).to.equal(null);
    expect(openState(sealed.subarray(1), viewer)).to.equal(null);
  });
});

function randomHistory(length: number): Visit[] {
  const random = createRandom(length);
  return Array.from({ length }, (_, i) => {
    return { contentId: String(random.below(25)), kind: "dwell", dwellMs: 1000 * i, startedAtMs: i, gapMs: 500 };
  });
}
