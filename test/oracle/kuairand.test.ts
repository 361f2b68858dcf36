import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { readKuaiRand } from "../../oracle/prepare/kuairand.ts";
import { BadInputError } from "../../oracle/service/errors.ts";
import { kuaiRandDataset } from "../../oracle/value/kuairandDataset.ts";

const HEADER =
  "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,is_profile_enter,is_rand,tab";
const VIDEOS = `video_id,author_id,video_type,upload_dt,upload_type,visible_status,video_duration,server_width,server_height,music_id,music_type,tag
7,70,NORMAL,2022-04-10,LongImport,0.0,20000.0,720.0,1280.0,1,9.0,"39,2"
8,80,NORMAL,2022-04-10,LongImport,0.0,,720.0,1280.0,1,9.0,
`;

interface Fields {
  user?: number;
  video?: number;
  date?: number;
  at?: number;
  flags?: string;
  play?: string;
  duration?: number;
}

/** Flags: click, like, follow, comment, forward, hate, long view. */
function row({
  user = 1,
  video = 7,
  date = 20220425,
  at = 1000,
  flags = "1,0,0,0,0,0,0",
  play = "5000",
  duration = 20000,
}: Fields = {}) {
  return `${user},${video},${date},0,${at},${flags},${play},${duration},0,0,0,0,1`;
}

describe("reading KuaiRand", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "heed-kuairand-"));
    await writeFile(join(folder, "videos.csv"), VIDEOS);
  });
  after(() => rm(folder, { recursive: true }));

  async function read(log: string | Uint8Array, videos = "videos.csv") {
    await writeFile(join(folder, "log.csv"), log);
    return await readKuaiRand([join(folder, "log.csv")], join(folder, videos));
  }

  async function refused(log: string | Uint8Array): Promise<BadInputError> {
    const error = await read(log).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(BadInputError);
    return error as BadInputError;
  }

  it("reads rows in the order of time, plain or gzip", async () => {
    const text = `${HEADER}\n${row({ at: 2000 })}\n${row({ at: 1000, video: 8 })}\n`;
    const plain = await read(text);
    expect(plain.rows.map((read) => [read.video, read.atMs])).to.deep.equal([
      ["8", 1000],
      ["7", 2000],
    ]);
    expect((await read(gzipSync(text))).rows).to.deep.equal(plain.rows);
    expect(plain.videos.get("7")).to.deep.equal({
      video: "7",
      author: "70",
      tags: ["39", "2"],
      durationMs: 20000,
      type: "NORMAL",
    });
  });

  it("counts what it drops by reason, and keeps all else", async () => {
    const log = [
      HEADER,
      row(),
      row(),
      row({ video: 99 }),
      row({ play: "-1", at: 2 }),
      row({ duration: 0, at: 3 }),
    ].join("\n");
    const { counts, rows } = await read(log);
    expect(counts).to.deep.equal({
      read: 5,
      kept: 2,
      dropped: { duplicate: 1, "unknown-video": 1, "negative-watch-time": 1 },
    });
    expect(rows).to.have.length(2);
  });

  it("says by one kind what the flags say", async () => {
    const flags = [
      "0,0,0,0,0,0,0",
      "1,0,0,0,0,0,0",
      "1,0,0,1,0,0,0",
      "1,0,0,0,1,0,0",
      "1,0,1,0,0,0,0",
      "1,1,0,0,0,0,1",
      "1,1,0,0,0,1,0",
    ];
    const log = [HEADER, ...flags.map((own, i) => row({ flags: own, at: i })), row({ play: "20000", at: 50 })].join(
      "\n",
    );
    const { rows } = await read(log);
    expect(rows.map((read) => read.kind)).to.deep.equal([
      "impression",
      "dwell",
      "comment",
      "share",
      "like",
      "like",
      "hide",
      "complete",
    ]);
  });

  it("names line and column of what is no number", async () => {
    const error = await refused(`${HEADER}\n${row()}\n${row({ play: "soon" })}\n`);
    expect(error.message).to.match(/log\.csv, line 3, column "play_time_ms": "soon" is not a number\.$/);
    expect(error.field).to.equal("play_time_ms");
  });

  it("names line and column where a line ends too early", async () => {
    const whole = row();
    const error = await refused(`${HEADER}\n${whole}\n${whole.slice(0, whole.indexOf("5000") + 4)}`);
    expect(error.message).to.match(/line 3, column "duration_ms": the line ends after 13 of 19 fields\.$/);
  });

  it("names the columns that are missing", async () => {
    const error = await refused("user_id,video_id\n1,7\n");
    expect(error.message).to.include('line 1: there is no column "date", "time_ms"');
  });

  it("names the line before which a gzip stream is cut", async () => {
    const packed = gzipSync(
      [HEADER, ...Array.from({ length: 5000 }, (_, i) => row({ at: i * 7919, user: i }))].join("\n"),
    );
    const error = await refused(packed.subarray(0, packed.length / 2));
    expect(error.message).to.match(/line \d+, column "user_id": the gzip stream is cut short after this point\.$/);
    expect(Number(/line (\d+)/.exec(error.message)![1])).to.be.within(1000, 5000);
  });

  it("says that a file is empty or missing", async () => {
    expect((await refused("")).message).to.match(/is empty\.$/);
    const error = await read(HEADER, "nowhere.csv").then(
      () => null,
      (reason: unknown) => reason as BadInputError,
    );
    expect(error?.message).to.match(/nowhere\.csv: there is no such file\.$/);
  });

  it("splits by the log's own days: the last two to test, the two before to validate", async () => {
    const days = [20220425, 20220429, 20220430, 20220501, 20220502];
    const { rows, videos } = await read(
      [HEADER, ...days.map((date, i) => row({ date, at: i * 86_400_000 }))].join("\n"),
    );
    const dataset = kuaiRandDataset({ rows, videos });
    expect(dataset.viewers[0]!.visits.map((visit) => visit.part)).to.deep.equal([
      "train",
      "validation",
      "validation",
      "test",
      "test",
    ]);
    expect(dataset.contents).to.deep.equal([
      { contentId: "7", creator: "70", topics: ["39", "2"], language: "zh", lengthSeconds: 20 },
    ]);
  });

  it("refuses to split fewer than five days", async () => {
    const { rows, videos } = await read(`${HEADER}\n${row()}\n`);
    expect(() => kuaiRandDataset({ rows, videos })).to.throw(BadInputError, "covers 1 days");
  });
});
