import { expect } from "chai";
import type { Artefact } from "../../oracle/value/artefact.ts";
import type { Dataset } from "../../oracle/value/dataset.ts";
import { measureServed } from "../../oracle/value/measureServed.ts";
import { trainAppraiser } from "../../oracle/value/train.ts";
import { audienceDataset, audienceEndMs } from "./support/audience.ts";

const DAY_MS = 86_400_000;

describe("measuring a served artefact on the newest day", () => {
  const dataset = audienceDataset(120);
  const since = audienceEndMs - DAY_MS;
  let artefact: Artefact;
  before(async () => {
    artefact = await trainAppraiser(dataset, { seed: 1, nowMs: audienceEndMs, interest: { epochs: 4 } });
  });

  it("counts the day's visits, and comes to finite seconds, order and surprise", async () => {
    const metrics = await measureServed(artefact, dataset, since);
    const visits = dataset.viewers.flatMap((viewer) => viewer.visits);
    const expected = visits.filter((visit) => visit.startedAtMs >= since && visit.target !== false).length;
    expect(metrics.rows).to.equal(expected).and.be.above(20);
    expect(metrics.mae).to.be.within(0, 200);
    expect(metrics.xauc).to.be.within(0.5, 1);
    expect(metrics.calibration).to.be.within(0.5, 2);
    expect(metrics.logLoss).to.be.within(0.1, 2 * Math.log(dataset.contents.length));
  });

  it("is less surprised by what was opened than an even guess is, on the day and where the blend was fitted", async () => {
    const visits = dataset.viewers.flatMap((viewer) => viewer.visits);
    const held = visits.filter(({ part }) => part === "validation");
    const validation = Math.min(...held.map(({ startedAtMs }) => startedAtMs));
    for (const from of [validation, since]) {
      const { logLoss } = await measureServed(artefact, dataset, from);
      expect(logLoss).to.be.below(Math.log(dataset.contents.length));
    }
  });

  it("says so where there is nothing to measure on", async () => {
    const metrics = await measureServed(artefact, dataset, audienceEndMs + DAY_MS);
    expect(metrics.rows).to.equal(0);
    expect(metrics.mae).to.be.NaN;
  });

  it("takes contents that the artefact has never seen", async () => {
    const grown: Dataset = {
      ...dataset,
      contents: [...dataset.contents, { ...dataset.contents[0]!, contentId: "new", lengthSeconds: 300 }],
      viewers: dataset.viewers.map((viewer) => ({
        ...viewer,
        visits: viewer.visits.map((visit) => (visit.startedAtMs >= since ? { ...visit, contentId: "new" } : visit)),
      })),
    };
    const metrics = await measureServed(artefact, grown, since);
    for (const figure of Object.values(metrics)) expect(figure).to.satisfy(Number.isFinite);
  });
});
