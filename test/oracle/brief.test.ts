import { type Brief, briefHash, canonicalBrief, matchesAudience } from "@heed/contracts/brief";
import { campaignData, topUpData } from "@heed/contracts/payment";
import { expect } from "chai";
import fc from "fast-check";

const brief: Brief = {
  audience: { topics: ["history", "astronomy"], languages: ["en"], matching: "standard" },
  creative: { title: "A telescope", text: "Made to last.", link: "https://example.org/", language: "en" },
};

describe("a campaign's brief", () => {
  it("has one hash, which anybody can make again by hand", () => {
    expect(canonicalBrief(brief)).to.equal(
      '{"audience":{"languages":["en"],"matching":"standard","topics":["astronomy","history"]},' +
        '"creative":{"language":"en","link":"https://example.org/","text":"Made to last.","title":"A telescope"}}',
    );
    expect(briefHash(brief)).to.equal("0x6bdded681fcca8e2a5420778889cbec0eba486b1daee112006a4ba718a304cb8");
  });

  it("has the same hash however its lists are ordered and its fields arrive", () => {
    const again: Brief = {
      creative: { language: "en", link: "https://example.org/", text: "Made to last.", title: "A telescope" },
      audience: { matching: "standard", languages: ["en", "en"], topics: ["astronomy", "history", "astronomy"] },
    };
    expect(briefHash(again)).to.equal(briefHash(brief));
  });

  it("has another hash for any other word of it", () => {
    const texts = fc.record({ title: fc.string(), text: fc.string(), topics: fc.uniqueArray(fc.string()) });
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const of = ({ title, text, topics }: typeof a): Brief => ({
          audience: { ...brief.audience, topics },
          creative: { ...brief.creative, title, text },
        });
        const same =
          a.title === b.title &&
          a.text === b.text &&
          [...a.topics].sort().join("\n") === [...b.topics].sort().join("\n");
        expect(canonicalBrief(of(a)) === canonicalBrief(of(b))).to.equal(same);
      }),
    );
  });

  it("wants contents with one of its topics in one of its languages, and any where it names none", () => {
    const piece = { topics: ["astronomy", "history"], language: "en" };
    const wants = (topics: string[], languages: string[]) => matchesAudience({ topics, languages }, piece);
    expect([wants(["history"], ["en"]), wants([], ["en"]), wants(["history"], []), wants([], [])]).to.deep.equal(
      Array(4).fill(true),
    );
    expect([wants(["cooking"], ["en"]), wants(["history"], ["zh"]), wants([], ["zh"])]).to.deep.equal(
      Array(3).fill(false),
    );
  });

  it("goes into the data of one transfer, as the contract reads it", () => {
    const data = campaignData({ maxRate: 2n, startsAt: 3n, endsAt: 4n, audienceHash: briefHash(brief) });
    const word = (value: bigint) => value.toString(16).padStart(64, "0");
    expect(data).to.equal(`0x${word(2n)}${word(3n)}${word(4n)}${briefHash(brief).slice(2)}`);
    expect(topUpData(5n)).to.equal(`0x${word(5n)}`);
  });
});
