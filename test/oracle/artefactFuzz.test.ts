import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";
import { loadInterestModel } from "../../oracle/interest/model.ts";
import { BadInterestModelError, type SerializedInterestModel } from "../../oracle/interest/serialized.ts";
import type { Visit } from "../../oracle/prepare/visits.ts";
import { HeedError } from "../../oracle/service/errors.ts";
import { type Artefact, artefactHash, BadArtefactError } from "../../oracle/value/artefact.ts";
import { loadAppraiser } from "../../oracle/value/load.ts";
import { trainAppraiser } from "../../oracle/value/train.ts";
import { audienceDataset, audienceEndMs, caseStudyHistory, pieceContents } from "./support/audience.ts";
import { randomModel } from "./support/models.ts";

const history: Visit[] = ["3", "17", "unheard of", "3"].map((contentId, i) => {
  return { contentId, kind: "dwell", dwellMs: 10 ** (2 * i), startedAtMs: i, gapMs: 10 ** (3 * i) };
});
const damage = fc.oneof(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bits: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }) }),
);
/** What JSON can say, where something else stood. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    -1,
    0,
    0.5,
    1e9,
    2 ** 40,
    "",
    "gru",
    "lstm",
    "transformer",
    true,
  ),
  fc.jsonValue({ maxDepth: 1 }),
);

describe("an artefact that was damaged, or comes from elsewhere", () => {
  for (const kind of ["gru", "lstm", "transformer"] as const) {
    const whole = randomModel(kind, 20).serialize();

    it(`${kind}: is refused where a byte differs or is missing`, () => {
      fc.assert(
        fc.property(damage, (what) => {
          refused(() => loadInterestModel({ ...whole, weights: damaged(whole.weights, what) }), BadInterestModelError);
        }),
      );
    });

    it(`${kind}: whatever its numbers, is refused by the array's name or scores in numbers`, () => {
      const number = fc.oneof(
        fc.float(),
        fc.constantFrom(3.4e38, -3.4e38, 1e6, -1e6, Number.NaN, Number.POSITIVE_INFINITY),
      );
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(), number), { minLength: 1, maxLength: 200 }),
          fc.boolean(),
          (changes, all) => {
            const numbers = new Float32Array(whole.weights.slice().buffer);
            if (all) for (const i of numbers.keys()) numbers[i] = changes[i % changes.length]![1];
            else for (const [at, to] of changes) numbers[at % numbers.length] = to;
            const weights = new Uint8Array(numbers.buffer);
            const message = scoresOrRefused({ manifest: { ...whole.manifest, weightsHash: hashOf(weights) }, weights });
            if (message !== null) expect(message).to.match(/array "\w+(\.\w+)?" holds \S+ at \d+/);
          },
        ),
        { numRuns: 300 },
      );
    });

    it(`${kind}: whatever its manifest says, is refused or scores in numbers`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(whole.manifest)), anything, (field, value) => {
          scoresOrRefused({ ...whole, manifest: { ...whole.manifest, [field]: value } });
        }),
        { numRuns: 300 },
      );
    });
  }

  describe("as a whole", () => {
    let artefact: Artefact;
    before(async () => {
      artefact = await trainAppraiser(audienceDataset(40), { seed: 1, nowMs: audienceEndMs, interest: { epochs: 1 } });
    });

    it("is refused, by its name and with both hashes, where a byte differs or is missing", () => {
      fc.assert(
        fc.property(damage, (what) => {
          const message = refused(
            () => loadAppraiser({ ...artefact, weights: damaged(artefact.weights, what) }),
            BadArtefactError,
          );
          expect(message).to.include(artefact.name).and.include(artefact.hash);
        }),
        { numRuns: 50 },
      );
    });

    it("is refused by its name, or values in seconds, where its list of arrays was written anew", () => {
      const { arrays } = artefact.manifest;
      fc.assert(
        fc.property(
          fc.nat({ max: arrays.length - 1 }),
          fc.constantFrom("name", "type", "offset", "bytes"),
          anything,
          (place, field, value) => {
            const manifest = structuredClone(artefact.manifest);
            Object.assign(manifest.arrays[place]!, { [field]: value });
            const foreign = { ...artefact, manifest, hash: artefactHash(manifest, artefact.weights) };
            try {
              const appraisals = loadAppraiser(foreign).appraise(caseStudyHistory(), pieceContents, audienceEndMs);
              for (const { value } of appraisals) expect(value).to.satisfy(Number.isFinite);
            } catch (error) {
              expect(error).to.be.instanceOf(HeedError).with.property("hint").that.includes("train");
            }
          },
        ),
        { numRuns: 100 },
      );
    });
  });
});

/** Null where every score is a number, else what the refusal said. */
function scoresOrRefused(serialized: SerializedInterestModel): string | null {
  let message: string | null = null;
  let model: ReturnType<typeof loadInterestModel> | undefined;
  try {
    model = loadInterestModel(serialized);
  } catch (error) {
    message = refused(() => {
      throw error;
    }, BadInterestModelError);
  }
  if (model)
    for (const read of [[], history])
      for (const score of model.logits(model.encode([read]), 1)) expect(score).to.satisfy(Number.isFinite);
  return message;
}

/** What the refusal says; it must be of that class, and name a remedy. */
function refused(load: () => unknown, kind: typeof BadArtefactError | typeof BadInterestModelError): string {
  try {
    load();
  } catch (error) {
    expect(error).to.be.instanceOf(kind);
    expect((error as HeedError).hint).to.include("train");
    return (error as Error).message;
  }
  return expect.fail("was taken for whole");
}

function damaged(bytes: Uint8Array, what: { at: number; bits: number } | { keep: number }): Uint8Array {
  if ("keep" in what) return bytes.slice(0, Math.floor(what.keep * bytes.length));
  const place = Math.floor(what.at * bytes.length);
  return bytes.with(place, bytes[place]! ^ what.bits);
}

function hashOf(weights: Uint8Array): string {
  return bytesToHex(sha256(weights));
}
