import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createRandom } from "../../oracle/interest/random.ts";
import { REPOSITORY_ROOT } from "../../oracle/service/options.ts";

const DAY_MS = 86_400_000;
const COLUMNS =
  "user_id,video_id,date,time_ms,is_click,is_like,is_follow,is_comment,is_forward,is_hate,long_view,play_time_ms,duration_ms,tab";

/** A week of another year, in KuaiRand's format: each viewer likes one of two kinds of videos. */
function writtenLog(viewers: number): { log: string; videos: string; lastDays: number[] } {
  const random = createRandom(3);
  const from = Date.UTC(2031, 0, 28);
  const perDay = new Array<number>(7).fill(0);
  const rows: string[] = [];
  for (let viewer = 0; viewer < viewers; viewer++) {
    for (let day = 0; day < 7; day++) {
      for (let n = 1 + random.below(3); n > 0; n--) {
        const video = random.below(20);
        const liked = video % 2 === viewer % 2;
        const seconds = (liked ? 30 : 4) * (0.5 + random.next());
        const atMs = from + day * DAY_MS + random.below(DAY_MS / 2);
        const date = new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "");
        const click = Number(random.next() < (liked ? 0.9 : 0.2));
        const flags = [click, Number(liked && random.next() < 0.2), 0, 0, 0, 0, Number(seconds > 18)];
        rows.push([viewer, video, date, atMs, ...flags, Math.round(1000 * seconds), 40_000, 1].join(","));
        perDay[day]!++;
      }
    }
  }
  const videos = Array.from({ length: 20 }, (_, video) => `${video},${video % 5},NORMAL,40000,${video % 2}`);
  return {
    log: `${[COLUMNS, ...rows].join("\n")}\n`,
    videos: `${["video_id,author_id,video_type,video_duration,tag", ...videos].join("\n")}\n`,
    lastDays: [perDay[3]! + perDay[4]!, perDay[5]! + perDay[6]!],
  };
}

describe("heed evaluate --protocol kuairand", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "heed-kuairand-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("splits any log by its own last days, and compares with and without the sequence model", async () => {
    const { log, videos, lastDays } = writtenLog(60);
    await writeFile(join(folder, "log.csv"), log);
    await writeFile(join(folder, "videos.csv"), videos);
    const args = [
      "oracle/cli/main.ts",
      "evaluate",
      "--protocol",
      "kuairand",
      "--json",
      "--log",
      join(folder, "log.csv"),
    ];
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(
        process.execPath,
        [...args, "--videos", join(folder, "videos.csv")],
        { cwd: REPOSITORY_ROOT },
        (error, out) => (error ? reject(error) : resolve(out)),
      );
    });
    const answer = JSON.parse(stdout);
    expect([answer.split.validation, answer.split.test]).to.deep.equal(lastDays);
    for (const { watchTime, auc } of [answer, answer.withoutSequence]) {
      expect(watchTime.mae).to.be.within(0, answer.watchTime.baselineMae);
      expect(watchTime.rmse).to.be.at.least(watchTime.mae);
      expect(watchTime.xauc).to.be.within(0.6, 1);
      expect(auc.click).to.be.within(0.7, 1);
      expect(auc.longView).to.be.within(0.7, 1);
      expect(auc.like).to.be.within(0.5, 1);
    }
    expect(answer.calibration).to.have.length(10);
    for (const ratio of answer.calibration) expect(ratio).to.be.within(0.3, 3);
  });
});
