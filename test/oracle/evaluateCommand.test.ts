import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { INTEREST_KINDS } from "../../oracle/interest/architecture.ts";
import { createRandom } from "../../oracle/interest/random.ts";
import { REPOSITORY_ROOT } from "../../oracle/service/options.ts";

describe("heed evaluate --protocol leave-one-out", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "heed-evaluate-"));
    const random = createRandom(1);
    // Every item has one successor.
    const lines = Array.from({ length: 60 }, (_, viewer) => {
      const start = random.below(30);
      return [viewer, ...Array.from({ length: 6 }, (_, k) => (start + 7 * k) % 30)].join(" ");
    });
    await writeFile(join(folder, "walks.txt"), `${lines.join("\n")}\n`);
  });
  after(() => rm(folder, { recursive: true }));

  function evaluate(...more: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const args = ["oracle/cli/main.ts", "evaluate", "--protocol", "leave-one-out", ...more];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: REPOSITORY_ROOT }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  }

  for (const model of INTEREST_KINDS) {
    it(`measures the ${model} beside both baselines`, async () => {
      const { code, stdout, stderr } = await evaluate("--data", join(folder, "walks.txt"), "--model", model, "--json");
      expect(code).to.equal(0);
      // Without a terminal each stage is said once, not each step.
      const stages = stderr.match(/(?<=^\d+ % {2})[a-z]+/gm) ?? [];
      expect(stages).to.include.members(["epoch", "test"]).and.to.have.length.below(10);
      const answer = JSON.parse(stdout);
      expect(answer).to.include({ model, viewers: 60, items: 30 });
      const { popularity, transitions } = answer.baselines;
      for (const { hr10, ndcg10, standardError } of [answer, popularity, transitions]) {
        expect(hr10).to.be.within(0, 1);
        expect(ndcg10).to.be.within(0, hr10);
        expect(standardError).to.be.closeTo(Math.sqrt((hr10 * (1 - hr10)) / 60), 1e-12);
      }
    });
  }

  it("refuses a model that there isn't, and names those that there are", async () => {
    const { code, stderr } = await evaluate("--data", join(folder, "walks.txt"), "--model", "markov");
    expect(code).to.not.equal(0);
    expect(stderr).to.match(/gru, lstm, transformer/);
  });
});
