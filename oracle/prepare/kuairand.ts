import { readCsv } from "./csv.ts";
import type { EventKind } from "./events.ts";

/** One row of a KuaiRand log: one viewer was shown one video. */
export interface KuaiRandRow {
  viewer: string;
  video: string;
  /** Local day (UTC+8) as the log gives it, as the number yyyymmdd. */
  day: number;
  atMs: number;
  playMs: number;
  /** 0 where the log doesn't know it. */
  durationMs: number;
  tab: number;
  click: boolean;
  longView: boolean;
  like: boolean;
  kind: EventKind;
}

export interface KuaiRandVideo {
  video: string;
  author: string;
  tags: readonly string[];
  /** 0 where it isn't known. */
  durationMs: number;
  type: string;
}

export type DropReason = "duplicate" | "unknown-video" | "negative-watch-time";

/** What reading came to: read = kept + the sum of dropped. */
export interface RowCounts {
  read: number;
  kept: number;
  dropped: Record<DropReason, number>;
}

export interface KuaiRand {
  /** In time order. */
  rows: KuaiRandRow[];
  videos: Map<string, KuaiRandVideo>;
  counts: RowCounts;
}

const VIDEO_COLUMNS = ["video_id", "author_id", "video_type", "video_duration", "tag"] as const;
const LOG_COLUMNS = [
  "user_id",
  "video_id",
  "date",
  "time_ms",
  "is_click",
  "is_like",
  "is_follow",
  "is_comment",
  "is_forward",
  "is_hate",
  "long_view",
  "play_time_ms",
  "duration_ms",
  "tab",
] as const;

/**
 * Reads KuaiRand's own files (Gao et al., CIKM 2022, doi 10.1145/3511808.3557624), plain or gzip. Only rows that can't be used go:
 * exact duplicates, rows of a video that the video file doesn't have, and negative watch times. A missing duration stays: the
 * video file often has it.
 * @throws BadInputError that names file, line and column.
 */
export async function readKuaiRand(
  logs: readonly string[],
  videoFile: string,
  onProgress?: (rows: number) => void,
  signal?: AbortSignal,
): Promise<KuaiRand> {
  const videos = await readVideos(videoFile);
  const rows: KuaiRandRow[] = [];
  const counts: RowCounts = {
    read: 0,
    kept: 0,
    dropped: { duplicate: 0, "unknown-video": 0, "negative-watch-time": 0 },
  };
  const seen = new Set<string>();
  for (const log of logs) {
    for await (const line of readCsv(log, LOG_COLUMNS)) {
      counts.read++;
      if (counts.read % 10_000 === 0) {
        onProgress?.(counts.read);
        signal?.throwIfAborted();
      }
      const flag = (column: string) => line.number(column) !== 0;
      const video = String(line.number("video_id"));
      const playMs = line.number("play_time_ms");
      const click = flag("is_click");
      const longView = flag("long_view");
      const like = flag("is_like");
      const durationMs = Math.max(0, line.number("duration_ms"));
      const row: KuaiRandRow = {
        viewer: String(line.number("user_id")),
        video,
        day: line.number("date"),
        atMs: line.number("time_ms"),
        playMs,
        durationMs,
        tab: line.number("tab"),
        click,
        longView,
        like,
        kind: kindOf(flag, { like, click, whole: durationMs > 0 && playMs >= durationMs }),
      };
      const identity = line.record.join(",");
      if (seen.has(identity)) counts.dropped.duplicate++;
      else if (!videos.has(video)) counts.dropped["unknown-video"]++;
      else if (playMs < 0) counts.dropped["negative-watch-time"]++;
      else rows.push(row);
      seen.add(identity);
    }
  }
  counts.kept = rows.length;
  onProgress?.(counts.read);
  rows.sort((a, b) => a.atMs - b.atMs || compare(a.viewer, b.viewer) || compare(a.video, b.video));
  return { rows, videos, counts };
}

/** What the flags come to as one kind of event, the most telling first; following the author from the video counts as a like. */
function kindOf(flag: (column: string) => boolean, said: { like: boolean; click: boolean; whole: boolean }): EventKind {
  if (flag("is_hate")) return "hide";
  if (said.like || flag("is_follow")) return "like";
  if (flag("is_forward")) return "share";
  if (flag("is_comment")) return "comment";
  if (said.whole) return "complete";
  return said.click ? "dwell" : "impression";
}

async function readVideos(file: string): Promise<Map<string, KuaiRandVideo>> {
  const videos = new Map<string, KuaiRandVideo>();
  for await (const line of readCsv(file, VIDEO_COLUMNS)) {
    const video = String(line.number("video_id"));
    // KuaiRand leaves a duration out where it doesn't know one.
    const durationMs = line.text("video_duration").trim() === "" ? 0 : line.number("video_duration");
    const tags = line
      .text("tag")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    videos.set(video, {
      video,
      author: line.text("author_id"),
      tags,
      durationMs: Math.max(0, durationMs),
      type: line.text("video_type"),
    });
  }
  return videos;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
