import { expect } from "chai";
import { authors, people } from "../../scripts/seed/creators.ts";
import { parseFrontMatter } from "../../scripts/seed/frontMatter.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { readPieces } from "../../scripts/seed/pieces.ts";

const PROTOCOL_FEE_BPS = 250;

describe("the demo's pieces", () => {
  const pieces = readPieces();
  const words = (text: string) => text.split(/\s+/).length;
  const characters = (text: string) => text.match(/\p{Script=Han}/gu)?.length ?? 0;

  it("are at least 26, by at least ten creators with three or more each, about a third of them in Chinese", () => {
    expect(pieces.length).to.be.at.least(26);
    expect(authors.length).to.be.at.least(10);
    for (const { slug } of authors) {
      expect(pieces.filter(({ creator }) => creator === slug).length, slug).to.be.at.least(3);
    }
    const chinese = pieces.filter(({ language }) => language === "zh").length;
    expect(chinese / pieces.length).to.be.within(0.25, 0.42);
  });

  it("are short and whole: 250 to 450 words, or 500 to 900 Chinese characters, with a title and a summary of their own", () => {
    for (const { slug, language, body } of pieces) {
      if (language === "en") expect(words(body), slug).to.be.within(250, 450);
      else expect(characters(body), slug).to.be.within(500, 900);
    }
    for (const field of ["slug", "title", "summary", "body"] as const) {
      expect(new Set(pieces.map((piece) => piece[field])).size, field).to.equal(pieces.length);
    }
  });

  it("share their revenue among known people, several with more than one, and leave exactly the protocol's fee", () => {
    const known = new Set(people.map(({ slug }) => slug));
    for (const { slug, shares, creator } of pieces) {
      expect(shares[0]!.payee, slug).to.equal(creator);
      for (const { payee } of shares) expect(known.has(payee), payee).to.equal(true);
      expect(
        shares.reduce((sum, { bps }) => sum + bps, 0),
        slug,
      ).to.equal(10_000 - PROTOCOL_FEE_BPS);
    }
    expect(pieces.filter(({ shares }) => shares.length > 1).length).to.be.above(10);
  });

  it("have price bounds the right way up, wide enough for a second's attention to count", () => {
    for (const { slug, floorWei, ceilingWei } of pieces) {
      expect(floorWei > 0n && ceilingWei > 10n * floorWei, slug).to.equal(true);
    }
  });

  it("hold one course, its lessons published in order by one creator", () => {
    const lessons = pieces.filter(({ course }) => course !== null);
    expect(lessons.map(({ lesson }) => lesson)).to.deep.equal([1, 2, 3, 4]);
    expect(new Set(lessons.map(({ creator, course }) => `${creator} ${course}`)).size).to.equal(1);
  });

  it("belong to people with keys of their own", () => {
    expect(new Set(people.map(({ slug }) => demoAccount(slug).address)).size).to.equal(people.length);
  });
});

describe("the pieces' front matter", () => {
  it("names the file and line that can't be read", () => {
    expect(() => parseFrontMatter("title: x\n", "a.md")).to.throw("a.md: there is no front matter");
    expect(() => parseFrontMatter("---\ntitle: x\nnonsense\n---\n", "a.md")).to.throw("a.md, line 3: «nonsense»");
    expect(parseFrontMatter("---\n\ntitle: a: b\n---\n\nBody\n", "a.md")).to.deep.equal({
      fields: { title: "a: b" },
      body: "Body",
    });
  });
});
