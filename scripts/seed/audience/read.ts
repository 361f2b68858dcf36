import type { Random } from "../../../oracle/interest/random.ts";
import { between, chance, sigmoid, weibull } from "./draws.ts";
import { type PieceCharacter, textAt } from "./piece.ts";
import { fluencyIn, memoryOf, type Reader, taste } from "./reader.ts";
import type { Recorder } from "./recorder.ts";

/** Above 1: the longer a text has gone on, the likelier it is to be left in the next second. */
const WEARINESS = 1.4;
const LIKE_ODDS = -1.1;
const HIDE_ODDS = -2.6;

/** Lets a reader open a piece: click, attend until it ends or they have had enough, and say what they thought. */
export function read(reader: Reader, piece: PieceCharacter, energy: number, recorder: Recorder, random: Random): void {
  const text = textAt(piece, recorder.nowMs);
  const { contentId } = text;
  const remembered = memoryOf(reader, piece.contentId);
  const fluency = fluencyIn(reader, piece);
  const trust = reader.memory.creators.get(piece.creator) ?? 0;
  const satisfaction = 0.8 * taste(reader, piece) + 0.6 * piece.quality + 0.3 * trust;

  recorder.note(contentId, "click");
  recorder.pass(between(random, 0.3, 1.2));
  const fullSeconds = text.lengthSeconds * reader.pace * piece.density;
  // Somebody who comes back resumes what was left, or goes through it again more quickly.
  const toRead = fullSeconds * (remembered.share === 0 ? 1 : remembered.share < 0.95 ? 1 - remembered.share : 0.7);
  const seconds = chance(random, 0.04)
    ? between(random, 1, 4) // opened by mistake
    : Math.min(toRead, staying(reader, satisfaction, fluency, energy, random));
  const begun = remembered.share >= 0.95 ? 0 : remembered.share;
  const sectionAt = text.blockSeconds && placeIn(text.blockSeconds, begun, (1 - begun) / toRead);
  attendWithInterruptions(contentId, seconds, recorder, random, sectionAt);

  const share = Math.min(1, begun + seconds / fullSeconds);
  const finished = share >= 0.999;
  if (finished) {
    recorder.pass(between(random, 0.2, 1.5));
    recorder.note(contentId, "complete");
  }
  const isNew = !remembered.liked && !remembered.hidden;
  if (isNew) react(reader, piece, contentId, satisfaction, share, recorder, random);
  remembered.share = Math.max(remembered.share, share);
  const lesson = finished ? 0.45 : share > 0.5 ? 0.15 : -0.35;
  reader.memory.creators.set(piece.creator, Math.max(-1, Math.min(2, trust + lesson)));
  for (const topic of piece.topics) {
    reader.memory.satiation.set(topic, (reader.memory.satiation.get(topic) ?? 0) + 0.35);
  }
}

function staying(reader: Reader, satisfaction: number, fluency: number, energy: number, random: Random): number {
  const scale = reader.patienceSeconds * Math.exp(0.75 * satisfaction) * energy * fluency ** 1.5;
  return Math.max(0.8, weibull(random, scale, WEARINESS));
}

/** Which block a reader is at who begins at this share of the text and reads on, so much of it a second. */
function placeIn(blockSeconds: readonly number[], begun: number, sharePerSecond: number): (seconds: number) => number {
  const whole = blockSeconds.reduce((sum, one) => sum + one, 0);
  return (seconds) => {
    let left = (begun + seconds * sharePerSecond) * whole;
    for (const [block, length] of blockSeconds.entries()) {
      left -= length;
      if (left < 0) return block;
    }
    return blockSeconds.length - 1;
  };
}

/** One reader in eight is called away while reading; the meter stands still until they are back. */
function attendWithInterruptions(
  contentId: string,
  seconds: number,
  recorder: Recorder,
  random: Random,
  sectionAt?: (seconds: number) => number,
): void {
  if (seconds < 20 || !chance(random, 0.12)) {
    recorder.attend(contentId, seconds, sectionAt);
    return;
  }
  const before = between(random, 0.2, 0.8) * seconds;
  recorder.attend(contentId, before, sectionAt);
  recorder.pass(between(random, 20, 240));
  recorder.attend(contentId, seconds - before, sectionAt && ((passed) => sectionAt(before + passed)));
}

function react(
  reader: Reader,
  piece: PieceCharacter,
  contentId: string,
  satisfaction: number,
  share: number,
  recorder: Recorder,
  random: Random,
): void {
  const remembered = memoryOf(reader, piece.contentId);
  const say = (kind: "like" | "share" | "comment" | "hide", odds: number) => {
    if (!chance(random, sigmoid(odds + reader.boldness))) return false;
    recorder.pass(between(random, 0.8, kind === "comment" ? 40 : 4));
    recorder.note(contentId, kind);
    return true;
  };
  if (share > 0.5) {
    remembered.liked = say("like", LIKE_ODDS + 1.1 * satisfaction);
    if (remembered.liked) {
      say("share", -2.4 + 0.4 * satisfaction);
      say("comment", -3.2);
    }
  } else if (share < 0.25) {
    remembered.hidden = say("hide", HIDE_ODDS - 1.2 * satisfaction);
  }
}
