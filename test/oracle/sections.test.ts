import { expect } from "chai";
import type { SectionAttention } from "../../oracle/insight/attentionByContent.ts";
import { csv } from "../../oracle/insight/csv.ts";
import { sectionAt, sectionsOf } from "../../oracle/insight/sections.ts";
import { suggestForLessons, suggestForSections } from "../../oracle/insight/suggest.ts";

const paragraph = (words: number, word = "word") => `${`${word} `.repeat(words).trim()}.`;
const section = (lengthSeconds: number) => ({ fromBlock: 0, title: "", lengthSeconds });
const measured = (lost: number | null, changes: Partial<SectionAttention> = {}): SectionAttention => ({
  reached: 100,
  lost,
  reread: 0,
  seconds: null,
  ...changes,
});

describe("a text's sections", () => {
  it("are its headings' where it has two, with what stands before the first", () => {
    const body = [paragraph(10), "## First *thing*", paragraph(40), paragraph(40), "## Second", paragraph(20)].join(
      "\n\n",
    );
    expect(sectionsOf(body).map(({ fromBlock, title }) => [fromBlock, title])).to.deep.equal([
      [0, paragraph(10)],
      [1, "First thing"],
      [4, "Second"],
    ]);
  });

  it("are paragraphs put together by length where it has none", () => {
    const body = Array.from({ length: 12 }, () => paragraph(40)).join("\n\n");
    expect(sectionsOf(body).map(({ fromBlock }) => fromBlock)).to.deep.equal([0, 3, 6, 9]);
    expect(sectionsOf(body).map(({ lengthSeconds }) => lengthSeconds)).to.deep.equal([30, 30, 30, 30]);
  });

  it("are one for a short text, and never more than twelve for a long one of paragraphs", () => {
    expect(sectionsOf("Short.")).to.have.length(1);
    const long = Array.from({ length: 100 }, () => paragraph(100)).join("\n\n");
    expect(sectionsOf(long)).to.have.length(12);
  });

  it("begin with a title that is cut between words", () => {
    const [only] = sectionsOf(paragraph(30, "abcdefg"));
    expect(only!.title).to.match(/^(abcdefg )+abcdefg…$/);
  });

  it("know in which of them a preview ends", () => {
    const body = ["# A", paragraph(10), "# B", paragraph(10)].join("\n\n");
    const sections = sectionsOf(body);
    expect(sectionAt(body, sections, 20)).to.equal(0);
    expect(sectionAt(body, sections, body.length)).to.equal(1);
  });
});

describe("suggestions", () => {
  it("name the section that loses most, and how much longer it is than the others", () => {
    const sections = [section(20), section(20), section(60), section(20)];
    const found = suggestForSections(sections, [measured(5), measured(10), measured(40), measured(0)], null);
    expect(found).to.deep.equal([{ code: "long-section-loses", section: 3, lost: 40, timesAsLong: 3 }]);
  });

  it("tell a section that loses from a free part that ends", () => {
    const sections = [section(20), section(20), section(20)];
    const losses = [measured(60), measured(30), measured(0)];
    expect(suggestForSections(sections, losses, 0)).to.deep.equal([{ code: "free-part-ends", section: 1, lost: 60 }]);
  });

  it("name what is read again, and what is read slowly", () => {
    const sections = [section(20), section(20), section(20)];
    const found = suggestForSections(
      sections,
      [measured(0, { seconds: 20 }), measured(0, { seconds: 50, reread: 35 }), measured(0, { seconds: 20 })],
      null,
    );
    expect(found).to.deep.equal([
      { code: "section-is-reread", section: 2, reread: 35 },
      { code: "section-takes-long", section: 2, timesAsSlow: 2.5 },
    ]);
  });

  it("point at nothing where too little is known, or nothing stands out", () => {
    expect(suggestForSections([section(20), section(60)], [measured(null), measured(null)], null)).to.deep.equal([]);
    const even = [measured(25), measured(25), measured(25), measured(0)];
    expect(
      suggestForSections(
        [1, 2, 3, 4].map(() => section(20)),
        even,
        null,
      ),
    ).to.deep.equal([]);
  });

  it("compare lessons with the one before, and an edition with the one it replaced", () => {
    const lesson = (viewers: number | null, completion: number | null, before: number | null) => {
      return { viewers, completion, before: before === null ? null : { completion: before } };
    };
    const found = suggestForLessons([
      lesson(100, 60, null),
      lesson(60, 70, 50),
      lesson(null, 40, 60),
      lesson(60, 60, 55),
    ]);
    expect(found).to.deep.equal([
      { code: "lesson-loses", lesson: 2, lost: 40 },
      { code: "edit-helped", lesson: 2, before: 50, after: 70 },
      { code: "edit-hurt", lesson: 3, before: 60, after: 40 },
    ]);
  });
});

describe("a CSV file", () => {
  it("quotes what must be quoted, and leaves out what isn't known", () => {
    expect(
      csv(
        ["a", "b"],
        [
          ['say "hi", you', null],
          ["two\nlines", -5],
        ],
      ),
    ).to.equal('\uFEFFa,b\r\n"say ""hi"", you",\r\n"two\nlines",-5\r\n');
  });

  it("has no cell that a spreadsheet would run as a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]) {
      const [, line] = csv(["a"], [[text]]).split("\r\n");
      expect(line!.replace(/^"/, ""), text).to.match(/^'/);
    }
  });
});
