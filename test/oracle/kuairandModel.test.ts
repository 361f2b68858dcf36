import { existsSync } from "node:fs";
import { expect } from "chai";
import { readKuaiRand } from "../../oracle/prepare/kuairand.ts";
import { REPOSITORY_ROOT } from "../../oracle/service/options.ts";
import { kuaiRandDataset } from "../../oracle/value/kuairandDataset.ts";
import { evaluateKuaiRand, type KuaiRandEvaluation } from "../../oracle/value/kuairandModel.ts";

const folder = `${REPOSITORY_ROOT}/../shared/data/kuairand-pure`;
const log = `${folder}/kuairand_pure_standard_20220425_20220508.csv.gz`;
const videos = `${folder}/video_features_basic_pure.csv`;

describe("KuaiRand's own files", () => {
  let result: KuaiRandEvaluation;

  before(async function () {
    if (!existsSync(log)) {
      console.log("      skipped: ../shared/data/kuairand-pure is not there");
      this.skip();
    }
    const read = await readKuaiRand([log], videos);
    expect(read.counts).to.include({ read: 222_869, kept: 222_869 });
    const parts = { train: 0, validation: 0, test: 0 };
    for (const viewer of kuaiRandDataset(read).viewers) for (const visit of viewer.visits) parts[visit.part]++;
    expect(parts).to.deep.equal({ train: 167_281, validation: 26_683, test: 28_905 });
    // A tenth of the viewers: quick, and enough to beat what knows nothing of the viewer.
    const some = { ...read, rows: read.rows.filter((row) => Number(row.viewer) % 10 === 0) };
    result = await evaluateKuaiRand(some, { seed: 1, interest: { epochs: 1 } });
  });

  it("give watch times nearer than the median's and in better order than popularity's", () => {
    const { mae, xauc, baselineMae, popularityXauc } = result.watchTime;
    expect(mae).to.be.below(baselineMae);
    expect(xauc).to.be.above(0.6);
    expect(xauc).to.be.above(popularityXauc);
  });

  it("give expected seconds whose sum is near what was observed", () => {
    const mean = result.calibration.reduce((sum, ratio) => sum + ratio, 0) / result.calibration.length;
    expect(mean).to.be.within(0.7, 1.3);
  });

  it("give pairs to show, each with what was known before it", () => {
    const pairs = result.testPairs(5);
    expect(pairs).to.have.length(5);
    expect(new Set(pairs.map(({ viewer }) => viewer)).size).to.equal(5);
    for (const { history, content, atMs } of pairs) {
      expect(history.length).to.be.at.least(3);
      for (const visit of history) expect(visit.startedAtMs).to.be.at.most(atMs);
      const [appraisal] = result.appraiser.appraise(history, [content], atMs);
      expect(appraisal!.value).to.be.above(0);
      expect(appraisal!.standardValue).to.be.above(0);
      expect(appraisal!.interest).to.be.within(0, 1);
    }
  });
});
