import { createRandom } from "../../oracle/interest/random.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { Recorder } from "./audience/recorder.ts";

export type Deed = "liked" | "read" | "glanced" | "ignored" | "hidden";

/** One of the ten: whose it is, which, and what was done with it. */
export interface Study {
  creator: string;
  piece: string;
  deed: Deed;
}

/**
 * The mission document's case study: one viewer follows ten creators and meets one content of each, then clicks, dwells on
 * and likes some of the ten.
 */
export const caseStudy: readonly Study[] = [
  { creator: "adaeze-corran", piece: "the-pencils-yellow-coat", deed: "ignored" },
  { creator: "tobias-renn", piece: "forty-minutes-with-an-onion", deed: "glanced" },
  { creator: "saoirse-tamm", piece: "the-whale-that-fell", deed: "liked" },
  { creator: "hollis-vane", piece: "leave-the-leaves", deed: "hidden" },
  { creator: "ines-marlow", piece: "the-oldest-light-you-can-see", deed: "read" },
  { creator: "liang-xiaoman", piece: "bai-zhou", deed: "ignored" },
  { creator: "pavel-lindqvist", piece: "every-piano-is-out-of-tune", deed: "liked" },
  { creator: "shen-zhiwei", piece: "he-shang-shu", deed: "glanced" },
  { creator: "maren-okafor", piece: "chance-1-count-the-worlds", deed: "read" },
  { creator: "lu-wenzhou", piece: "zhao-zhou-qiao", deed: "liked" },
];

const START_BEFORE_END_MS = 90 * 60 * 1000;

/**
 * What the case study's viewer did in the hour and a half before `endMs`: all ten are shown, then looked at one by one. The same
 * `salt` gives the same event ids, so that sending them twice counts once.
 * @param placeOf the id and reading time of a piece, by its slug
 */
export function caseStudyEvents(
  placeOf: (piece: string) => { contentId: string; lengthSeconds: number },
  endMs: number,
  salt = 1,
  studies: readonly Study[] = caseStudy,
): BehaviourEvent[] {
  const recorder = new Recorder(endMs - START_BEFORE_END_MS, createRandom(0x0ca5e + salt));
  for (const { piece } of studies) {
    recorder.note(placeOf(piece).contentId, "impression");
    recorder.pass(1.2);
  }
  for (const { piece, deed } of studies) {
    const { contentId, lengthSeconds } = placeOf(piece);
    if (deed === "hidden") recorder.note(contentId, "hide");
    if (deed === "glanced" || deed === "read" || deed === "liked") {
      recorder.note(contentId, "click");
      recorder.pass(0.6);
      recorder.attend(
        contentId,
        deed === "glanced" ? 4 : deed === "read" ? 0.75 * lengthSeconds : 1.05 * lengthSeconds,
      );
    }
    if (deed === "liked") {
      recorder.note(contentId, "complete");
      recorder.pass(1.5);
      recorder.note(contentId, "like");
    }
    recorder.pass(5);
  }
  return recorder.events;
}
