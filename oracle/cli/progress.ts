import { SingleBar } from "cli-progress";
import { HeedError } from "../service/errors.ts";
import { printProgress } from "./output.ts";
import { sparingly } from "./sparingly.ts";

/** Moves the bar: `share` 0..1 of the whole, and what is being done. */
export type Report = (share: number, stage: string) => void;

/** Ctrl-C is an answer too: nothing is stored, and the exit code says so. */
export class StoppedError extends HeedError {
  override readonly name = "StoppedError";
  constructor() {
    super("Stopped. Nothing was stored.", {
      code: "stopped",
      status: 503,
      retry: true,
      hint: "Run the same command again: it begins anew, or goes on from its checkpoint where --checkpoint named one.",
    });
  }
}

const SIGINT_EXIT_CODE = 130;

/** Runs `work` under a progress bar on standard error (a few plain lines where that is no terminal); Ctrl-C aborts its signal. */
export async function withProgress<Result>(
  work: (report: Report, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({
    format: "{bar} {percentage} %  {stage}  {left}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    stream: process.stderr,
    hideCursor: true,
    gracefulExit: false,
  });
  const controller = new AbortController();
  const stop = () => controller.abort(new StoppedError());
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  bar.start(1000, 0, { stage: "", left: "" });
  let first: { share: number; atMs: number } | undefined;
  let left = "";
  const say = sparingly((stage, share) => printProgress(`${Math.floor(100 * share)} %  ${stage}  ${left}`.trimEnd()));
  try {
    return await work((share, stage) => {
      // What a checkpoint had done already says nothing about speed.
      first ??= { share, atMs: performance.now() };
      left = timeLeft(share, share - first.share, performance.now() - first.atMs);
      bar.update(Math.round(1000 * share), { stage, left });
      if (!process.stderr.isTTY) say(stage, share);
    }, controller.signal);
  } catch (error) {
    if (error instanceof StoppedError) process.exitCode = SIGINT_EXIT_CODE;
    throw error;
  } finally {
    bar.stop();
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

/** Nothing is said while there is little to go by. */
function timeLeft(share: number, done: number, passedMs: number): string {
  if (done < 0.05 || share >= 1) return "";
  const seconds = Math.round((passedMs * (1 - share)) / done / 1000);
  return seconds < 60 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}
