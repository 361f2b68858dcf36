import type { Random } from "../../../oracle/interest/random.ts";
import { between, chance, sample, sigmoid } from "./draws.ts";
import { type PieceCharacter, textAt } from "./piece.ts";
import { read } from "./read.ts";
import { fluencyIn, memoryOf, type Reader, taste } from "./reader.ts";
import type { Recorder } from "./recorder.ts";

const SHELF = 9;
/** How likely it is that a bore which turns up again is hidden unread. */
const TIRED_OF_SEEING = 0.12;

/** One sitting: a shelf of pieces is looked through from the top, some are opened, until interest or time runs out. */
export function sit(reader: Reader, pieces: readonly PieceCharacter[], recorder: Recorder, random: Random): void {
  for (const [topic, level] of reader.memory.satiation) reader.memory.satiation.set(topic, level / 3);
  // A mood: one of the loved topics is what this sitting is about.
  const [mood] = sample(
    random,
    [...reader.tastes.keys()],
    (topic) => Math.exp(1.5 * (reader.tastes.get(topic) ?? 0)),
    1,
  );
  let energy = between(random, 0.7, 1.3);
  for (const [position, piece] of shelfFor(reader, pieces, random).entries()) {
    if (position > 0 && chance(random, 0.07 + 0.05 * (1.3 - energy))) break;
    const remembered = memoryOf(reader, piece.contentId);
    const { contentId } = textAt(piece, recorder.nowMs);
    recorder.note(contentId, "impression");
    recorder.pass(between(random, 0.6, 3.5));
    if (chance(random, opening(reader, piece, mood, position))) {
      read(reader, piece, energy, recorder, random);
      energy *= 0.88;
    } else if (++remembered.passedBy >= 2 && taste(reader, piece) < -0.6 && chance(random, TIRED_OF_SEEING)) {
      remembered.hidden = true;
      recorder.note(contentId, "hide");
    }
    recorder.pass(between(random, 0.5, 6));
  }
}

/** What is put before a reader: the course's next lesson and old favourites now and then, else a mixed draw that leans to the suitable. */
function shelfFor(reader: Reader, pieces: readonly PieceCharacter[], random: Random): PieceCharacter[] {
  const done = (piece: PieceCharacter) => memoryOf(reader, piece.contentId).share >= 0.95;
  const nextLesson = pieces.filter(
    (piece) =>
      piece.course &&
      (piece.lesson ?? 1) > 1 &&
      !done(piece) &&
      pieces.some((before) => before.course === piece.course && before.lesson === piece.lesson! - 1 && done(before)),
  );
  const resumable = pieces.filter((piece) => {
    const { share, liked, hidden } = memoryOf(reader, piece.contentId);
    return !hidden && (liked || (share > 0.3 && share < 0.95)) && chance(random, liked ? piece.keepsake : 0.45);
  });
  const top = [...nextLesson, ...resumable.slice(0, 3)];
  const suits = (piece: PieceCharacter) => {
    const { share, hidden } = memoryOf(reader, piece.contentId);
    const known = hidden ? 0.02 : share >= 0.95 ? 0.25 : 1;
    return (
      known * Math.max(0.1, fluencyIn(reader, piece)) * Math.exp(0.35 * taste(reader, piece) + 0.25 * piece.appeal)
    );
  };
  const rest = pieces.filter((piece) => !top.includes(piece));
  return [...top, ...sample(random, rest, suits, SHELF - top.length)];
}

/** The probability of opening a piece in its place on the shelf. */
function opening(reader: Reader, piece: PieceCharacter, mood: string | undefined, position: number): number {
  const { passedBy, share, liked, hidden } = memoryOf(reader, piece.contentId);
  const { creators, satiation } = reader.memory;
  const enough = piece.topics.reduce((sum, topic) => sum + (satiation.get(topic) ?? 0), 0);
  const fresh = share === 0 ? 0 : liked ? 0.6 : share < 0.95 ? 0.2 : -1.8;
  const odds =
    -0.45 +
    1.1 * taste(reader, piece) +
    0.55 * piece.appeal +
    0.7 * (creators.get(piece.creator) ?? 0) +
    (mood && piece.topics.includes(mood) ? 0.9 : 0) +
    fresh -
    0.6 * Math.min(3, passedBy) -
    0.5 * enough -
    (hidden ? 5 : 0);
  // Whether the eye gets there at all declines down the shelf, whatever lies there.
  return (sigmoid(odds) * fluencyIn(reader, piece)) / (1 + 0.06 * position);
}
