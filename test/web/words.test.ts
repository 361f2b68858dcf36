import { expect } from "chai";
import { endpointFor } from "../../web/config/endpoints.ts";
import { readingMinutes } from "../../web/content/pieceLanguage.ts";
import { en } from "../../web/language/en.ts";
import { chooseLanguage } from "../../web/language/language.ts";
import { zh } from "../../web/language/zh.ts";
import { exactHeed, formatHeed, parseHeed } from "../../web/money/heed.ts";
import { unclampedWei } from "../../web/money/unclamped.ts";
import { readTopics } from "../../web/studio/topics.ts";

const HEED = 10n ** 18n;

describe("amounts of HEED", () => {
  it("are cut, never rounded up, and keep their places", () => {
    expect(formatHeed(HEED)).to.equal("1.0000");
    expect(formatHeed(HEED, 2)).to.equal("1.00");
    expect(formatHeed((HEED * 199_999n) / 100_000n)).to.equal("1.9999");
    expect(formatHeed((HEED * 1_999_999n) / 1_000_000n)).to.equal("1.9999");
    expect(formatHeed(1_234_567n * HEED)).to.equal("1,234,567.0000");
  });

  it("never read 0 when there is something", () => {
    expect(formatHeed(0n)).to.equal("0.0000");
    expect(formatHeed(1n)).to.equal("<0.0001");
  });

  it("are shown to the last wei in their computation", () => {
    expect(exactHeed(HEED + 1n)).to.equal("1.000000000000000001");
  });

  it("are read back only when they are amounts above nothing", () => {
    expect(parseHeed("1.5")).to.equal((HEED * 3n) / 2n);
    for (const text of ["", "0", "-1", "1e3", "1,5", "0.0000000000000000001", "one"]) {
      expect(parseHeed(text), text).to.equal(null);
    }
  });

  it("come from value and rate as the oracle computes them", () => {
    expect(unclampedWei(61.5, HEED / 100n)).to.equal((HEED * 615n) / 1000n);
    expect(unclampedWei(0.0000004, HEED)).to.equal(0n);
  });
});

describe("languages", () => {
  it("prefer what was chosen, then what the browser asks for", () => {
    expect(chooseLanguage("zh", "en-GB")).to.equal("zh");
    expect(chooseLanguage(undefined, "zh-CN,zh;q=0.9,en;q=0.8")).to.equal("zh");
    expect(chooseLanguage(undefined, "fr-FR,en;q=0.8,zh;q=0.5")).to.equal("en");
    expect(chooseLanguage("klingon", null)).to.equal("en");
  });

  it("say everything in Chinese that they say in English", () => {
    const untranslated = differences(en, zh).filter((path) => !SAME.has(path));
    expect(untranslated).to.deep.equal([]);
    const suggestion = { code: "section-loses", section: 2, lost: 35 } as const;
    expect(zh.studio.suggestion(suggestion, String)).to.match(/^第 2 节.*35/);
    expect(en.studio.suggestion(suggestion, String)).to.match(/^Section 2 .*35/);
  });

  it("count reading time by words, and by characters for Chinese", () => {
    expect(readingMinutes(480, "en")).to.equal(2);
    expect(readingMinutes(500, "zh")).to.equal(2);
    expect(readingMinutes(1, "en")).to.equal(1);
  });
});

/** What is rightly the same in both: names, signs, and the statement of SIWE, which must be ASCII. Suggestions take more than words. */
const SAME = new Set([
  ...["brand", "signIn.statement", "shortAddress", "market.times", "earnings.heed", "studio.heed"],
  "studio.suggestion",
]);

/** The paths at which two dictionaries say the same thing. */
function differences(a: object, b: object, path = ""): string[] {
  return Object.entries(a).flatMap(([key, value]) => {
    const other = (b as Record<string, unknown>)[key];
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "object") return differences(value, other as object, at);
    const say = (what: unknown) => (typeof what === "function" ? what("7", "8") : what);
    return say(value) === say(other) ? [at] : [];
  });
}

describe("topics as typed", () => {
  it("are each one topic, however they are written, and a known one by its name in any language", () => {
    expect(readTopics(" Deep  Sea, 数学、deep sea，, Ocean")).to.deep.equal(["deep sea", "mathematics", "ocean"]);
    expect(readTopics(" , ")).to.deep.equal([]);
  });
});

describe("addresses of the services", () => {
  it("follow the page between localhost and 127.0.0.1, so that the session's cookie is sent", () => {
    expect(endpointFor("http://127.0.0.1:8787", "localhost:3000")).to.equal("http://localhost:8787");
    expect(endpointFor("http://localhost:8787/", "127.0.0.1:3000")).to.equal("http://127.0.0.1:8787");
  });

  it("are left alone everywhere else", () => {
    expect(endpointFor("https://oracle.example/api", "heed.example")).to.equal("https://oracle.example/api");
    expect(endpointFor("http://127.0.0.1:8787", "heed.example")).to.equal("http://127.0.0.1:8787");
  });
});
