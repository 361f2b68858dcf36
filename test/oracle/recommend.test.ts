import { expect } from "chai";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { rankForEverybody, rankForViewer } from "../../oracle/recommend/rank.ts";
import { readingTime } from "../../oracle/recommend/readingTime.ts";
import { untrainedAppraiser } from "../../oracle/recommend/untrainedAppraiser.ts";
import type { Appraisal } from "../../oracle/value/appraiser.ts";

const item = (contentId: string, interest: number, value: number, standardValue = value): { appraisal: Appraisal } => ({
  appraisal: { contentId, interest, value, standardValue, reasons: [] },
});
const ids = (items: readonly { appraisal: Appraisal }[]) => items.map(({ appraisal }) => appraisal.contentId);
const visit = (contentId: string, kind: Visit["kind"]): Visit => {
  return { contentId, kind, dwellMs: 0, startedAtMs: 0, gapMs: 0 };
};

describe("ranking", () => {
  it("puts first what the viewer most likely attends to, then what is worth more time", () => {
    const items = [item("1", 0.1, 90), item("2", 0.5, 10), item("3", 0.5, 20)];
    expect(ids(rankForViewer(items, []))).to.deep.equal(["3", "2", "1"]);
  });

  it("puts what the viewer hid last", () => {
    const items = [item("1", 0.9, 90), item("2", 0.5, 10)];
    expect(ids(rankForViewer(items, [visit("1", "hide"), visit("2", "like")]))).to.deep.equal(["2", "1"]);
  });

  it("orders by standard value for everybody, and by id where that is the same", () => {
    const items = [item("10", 0.9, 1, 5), item("9", 0.1, 99, 5), item("1", 0.2, 3, 7)];
    expect(ids(rankForEverybody(items))).to.deep.equal(["1", "9", "10"]);
  });
});

describe("the stand-in for a model", () => {
  it("gives everybody half of a content's length, and says so", () => {
    const content = { contentId: "1", creator: "0xA", topics: [], language: "en", lengthSeconds: 90 };
    const [appraisal] = untrainedAppraiser.appraise([visit("1", "like")], [content], 0);
    expect(appraisal).to.include({ interest: 0.5, value: 45, standardValue: 45 });
    expect(appraisal?.reasons[0]).to.deep.include({ code: "no-model-yet", params: { lengthSeconds: 90 } });
  });
});

describe("reading time", () => {
  it("is four words a second", () => {
    expect(readingTime("One two three, four — five six seven eight.")).to.deep.equal({ words: 8, lengthSeconds: 2 });
  });

  it("is 250 Chinese characters a minute, beside the words", () => {
    expect(readingTime("读".repeat(250))).to.deep.equal({ words: 250, lengthSeconds: 60 });
    expect(readingTime(`${"读".repeat(250)} and four more words`)).to.deep.equal({ words: 254, lengthSeconds: 61 });
  });

  it("is never nothing", () => {
    expect(readingTime("!")).to.deep.equal({ words: 0, lengthSeconds: 1 });
  });
});
