import { expect } from "chai";
import type { InterestModel } from "../../oracle/interest/model.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { createCandidates } from "../../oracle/recommend/candidates.ts";
import type { createTopIndex } from "../../oracle/recommend/topk/topIndex.ts";
import { createLogger } from "../../oracle/service/logger.ts";
import type { Appraiser } from "../../oracle/value/appraiser.ts";
import { randomModel } from "./support/models.ts";

const KNOWN = 400;
const MOST = 20;
const logger = createLogger("silent");
const contents = (ids: readonly number[]) => ids.map((id) => ({ contentId: String(id) }));
const idsOf = (chosen: readonly { contentId: string }[]) => chosen.map(({ contentId }) => contentId);
const met = (contentId: string): Visit => {
  return { contentId, kind: "dwell", dwellMs: 9_000, startedAtMs: 0, gapMs: 0 };
};
const history = [met("3"), met("7"), met("1001")];

describe("choosing what to appraise of very many contents", () => {
  const model = randomModel("gru", KNOWN);
  const appraiser = { sequence: model } as Appraiser;
  const choose = (sold: { contentId: string }[], candidates = createCandidates(logger, MOST)) =>
    candidates.choose(sold, history, appraiser);

  it("leaves few contents as they are, and takes the newest where nothing is trained", () => {
    const few = contents([1, 2, 3]);
    expect(choose(few)).to.deep.equal(few);
    const many = contents(Array.from({ length: 50 }, (_, i) => i));
    expect(createCandidates(logger, MOST).choose(many, [], {} as Appraiser)).to.deep.equal(many.slice(-MOST));
  });

  it("takes the newest that the model doesn't know, then those of most interest, and none that was met", () => {
    const sold = contents(Array.from({ length: KNOWN + 5 }, (_, i) => (i < KNOWN ? i : 1000 + i - KNOWN)));
    expect(idsOf(choose(sold))).to.deep.equal([
      "1004",
      "1003",
      "1002",
      "1000",
      ...best(model, sold).slice(0, MOST - 4),
    ]);
  });

  it("finds as many where hardly anything that the model knows is on sale, as where everything is", () => {
    const random = createRandom(4);
    const sold = contents([...new Set(Array.from({ length: 45 }, () => random.below(KNOWN)))].sort((a, b) => a - b));
    expect([...idsOf(choose(sold))].sort()).to.deep.equal(best(model, sold).slice(0, MOST).sort());
  });

  it("reads the history once a request, whatever is on sale", () => {
    let read = 0;
    const encode: InterestModel["encode"] = (histories) => {
      read++;
      return model.encode(histories);
    };
    const counted: InterestModel = { ...model, encode };
    const sold = contents(Array.from({ length: 30 }, (_, i) => i * 13));
    createCandidates(logger, MOST).choose(sold, history, { sequence: counted } as Appraiser);
    expect(read).to.equal(1);
  });

  it("chooses the same without room for an index, says so once, and doesn't try again for that model", () => {
    const warned: object[] = [];
    let tried = 0;
    const noRoom: typeof createTopIndex = () => {
      tried++;
      throw new RangeError("WebAssembly.Memory(): could not allocate memory");
    };
    const watching = { info: () => {}, warn: (fields: object) => void warned.push(fields) } as unknown as typeof logger;
    const candidates = createCandidates(watching, MOST, noRoom);
    const sold = contents(Array.from({ length: KNOWN }, (_, i) => i));
    for (let i = 0; i < 2; i++) expect(idsOf(choose(sold, candidates))).to.deep.equal(idsOf(choose(sold)));
    expect([tried, warned.length]).to.deep.equal([1, 1]);
    expect(warned[0]).to.include({ contents: KNOWN });
  });
});

/** Ids of what wasn't met, by the model's own scores. */
function best(model: InterestModel, sold: readonly { contentId: string }[]): string[] {
  const scores = model.logits(model.encode([history]), 1);
  const scoreOf = ({ contentId }: { contentId: string }) => scores[model.indexOf(contentId)]!;
  const seen = new Set(history.map(({ contentId }) => contentId));
  const known = sold.filter(({ contentId }) => model.indexOf(contentId) >= 0 && !seen.has(contentId));
  return idsOf(known.toSorted((a, b) => scoreOf(b) - scoreOf(a)));
}
