import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { INTEREST_KINDS } from "../../oracle/interest/architecture.ts";
import { layoutOf } from "../../oracle/interest/layout.ts";
import { createInterestModel } from "../../oracle/interest/model.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import type { InterestWeights } from "../../oracle/interest/weights.ts";
import { EVENT_KINDS } from "../../oracle/prepare/events.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { launchBrowser } from "./support/browser.ts";

const HIDDEN = 32;
const VOCABULARY = Array.from({ length: 90 }, (_, i) => String(i + 1));

describe("the oracle's artefact in a browser", () => {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    const bundle = await build({
      stdin: {
        contents:
          'export * from "./tensorModel.ts"; import { memory } from "@tensorflow/tfjs-core"; export const tensorCount = () => memory().numTensors;',
        resolveDir: fileURLToPath(new URL("../../web/device", import.meta.url)),
      },
      bundle: true,
      format: "iife",
      globalName: "device",
      platform: "browser",
      write: false,
    });
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
  });
  after(() => browser.close());

  for (const kind of INTEREST_KINDS) {
    it(`${kind}: TensorFlow.js scores every content within 1e-4 of what the oracle serves`, async () => {
      const model = randomModel(kind);
      for (const length of [0, 1, 2, 7, 50, 63]) {
        const history = randomHistory(length);
        const wanted = model.logits(model.encode([history]), 1);
        const scores = await scoresInBrowser(page, model, history);
        expect(scores).to.have.length(VOCABULARY.length);
        for (const [i, score] of scores.entries()) expect(score, `${length} visits`).to.be.closeTo(wanted[i]!, 1e-4);
      }
    });
  }

  it("leaves no tensor behind, however often it is loaded anew", async () => {
    const model = randomModel("gru");
    await scoresInBrowser(page, model, randomHistory(5));
    const before = await page.evaluate("device.tensorCount()");
    for (let i = 0; i < 3; i++) await scoresInBrowser(page, model, randomHistory(i));
    expect(await page.evaluate("device.tensorCount()")).to.equal(before);
  });

  it("refuses there too what isn't what was written", async () => {
    const model = randomModel("gru");
    const { manifest, weights } = model.serialize();
    weights[5]! ^= 1;
    const refused = await scoresInBrowser(page, { serialize: () => ({ manifest, weights }) }, []).catch(String);
    expect(refused).to.include("don't match the hash");
  });
});

/** A model of weights that were never learned, large enough that every part of it shows. */
function randomModel(kind: (typeof INTEREST_KINDS)[number]) {
  const random = createRandom(7);
  const architecture = kind === "transformer" ? { kind, blocks: 2, heads: 2 } : { kind };
  const weights = Object.fromEntries(
    [...layoutOf(architecture, HIDDEN, VOCABULARY.length)].map(([name, { shape }]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.8 * (random.next() - 0.5)),
    ]),
  );
  return createInterestModel({
    architecture,
    hidden: HIDDEN,
    vocabulary: VOCABULARY,
    weights: weights as unknown as InterestWeights,
  });
}

/** Some of the contents are none that the model knows; dwell and gaps are of every size, and some are no time at all. */
function randomHistory(length: number): Visit[] {
  const random = createRandom(length);
  return Array.from({ length }, (_, i) => ({
    contentId: String(1 + random.below(100)),
    kind: EVENT_KINDS[random.below(EVENT_KINDS.length)]!,
    dwellMs: i % 9 === 4 ? Number.NaN : 2 ** (22 * random.next()),
    startedAtMs: i,
    gapMs: 2 ** (34 * random.next()),
  }));
}

async function scoresInBrowser(
  page: Page,
  model: Pick<ReturnType<typeof randomModel>, "serialize">,
  history: readonly Visit[],
): Promise<number[]> {
  const { manifest, weights } = model.serialize();
  const given = { manifest, weights: Buffer.from(weights).toString("base64"), history };
  return await page.evaluate(
    `(async (given) => {
      const weights = Uint8Array.from(atob(given.weights), (digit) => digit.charCodeAt(0));
      const model = await device.loadTensorModel({ manifest: given.manifest, weights });
      return [...(await model.scores(given.history))];
    })(${JSON.stringify(given)})`,
  );
}
