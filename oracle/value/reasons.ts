import type { ContentFeatures, Reason } from "./appraiser.ts";
import type { IndexedContent } from "./catalogue.ts";
import type { Evidence, ReadVisit } from "./evidence.ts";
import type { Population } from "./population.ts";
import { WORDINGS } from "./reasonWords.ts";
import type { Moves } from "./valueModel.ts";

/** Moves smaller than this (log seconds, some 5 %) aren't worth a word. */
const SMALLEST_MOVE = 0.05;
const MOST = 3;
/** Without the named visits the value must differ by so much, in seconds, for them to be named. */
const SMALLEST_DIFFERENCE = 0.05;
/** Visits that are tried for a reason, the loudest first. */
const MOST_TRIED = 2;

/** What the reasons are read off. */
export interface ReasonInput {
  content: ContentFeatures;
  indexed: IndexedContent;
  evidence: Evidence;
  population: Population;
  /** Median length of the catalogue's contents, seconds. */
  usualLength: number;
  moves: Moves;
  /** Expected seconds, of this viewer and of the mean one. */
  value: number;
  standardValue: number;
  /** Expected seconds had the viewer never visited the contents with these ids. */
  valueWithout(contentIds: readonly string[]): number;
}

/** What is said of a group's move: a fact that the record bears out, and, where the reason rests on visits, those that may be named. */
export interface Wording {
  reason: Reason;
  /** Visits behind it, the most telling first. The first without whom the value moves as was said is named as `contentId`. */
  visits?: readonly ReadVisit[];
  /** The words say what the viewer did, not which way it moved the value: `seconds` says that. */
  neutral?: boolean;
}

/**
 * The moves that made the value, in words: those first that point the way it differs from the standard value, the strongest of
 * them first. Each has `seconds`: what the value would lose (or, below 0, gain) without it. For a reason that rests on past visits that is what
 * the model itself says when the visits to the content named as `contentId` are left out; for any other it is the regression's own
 * contribution, in log seconds, as a share of the value.
 */
export function reasonsOf(input: ReasonInput): Reason[] {
  const { evidence, moves, value, standardValue } = input;
  const reasons: Reason[] = [];
  if (evidence.visits.length === 0) {
    reasons.push({
      code: "new-here",
      params: {},
      text: "Nothing is known of you yet: this is what newcomers give it.",
    });
  }
  const direction = Math.sign(value - standardValue);
  const contrary = (move: number) => (move * direction < 0 ? 1 : 0);
  const inOrder = [...moves]
    .filter(([, move]) => Math.abs(move) >= SMALLEST_MOVE)
    .sort(([, a], [, b]) => contrary(a) - contrary(b) || Math.abs(b) - Math.abs(a));
  for (const [group, move] of inOrder) {
    if (reasons.length >= MOST) break;
    const wording = WORDINGS[group]?.(input, move > 0);
    if (!wording) continue;
    const params = wording.visits ? namedParams(input, wording, move) : { seconds: value * (1 - Math.exp(-move)) };
    if (params === null) continue;
    const { code, text } = wording.reason;
    const seconds = Math.round(params.seconds * 10) / 10;
    reasons.push({ code, params: { ...wording.reason.params, ...params, seconds }, text });
  }
  const points = ({ params: { seconds } }: Reason) => (Number(seconds ?? 0) * direction < 0 ? 1 : 0);
  return reasons.sort((a, b) => points(a) - points(b));
}

/**
 * The first of the visits that moves the value as the whole group does, and by how much. Trees are steps: where several visits stand above one
 * and none of them alone goes below it, all are left out together and none is named. Null where that moves nothing either.
 */
function namedParams(
  { value, valueWithout }: ReasonInput,
  { visits = [], neutral }: Wording,
  move: number,
): { contentId?: string; seconds: number } | null {
  const moves = (seconds: number) =>
    (neutral || Math.sign(seconds) === Math.sign(move)) && Math.abs(seconds) >= SMALLEST_DIFFERENCE;
  const contents = [...new Set(visits.map(({ visit }) => visit.contentId))];
  for (const contentId of contents.slice(0, MOST_TRIED)) {
    const seconds = value - valueWithout([contentId]);
    if (moves(seconds)) return { contentId, seconds };
  }
  const seconds = contents.length > 1 ? value - valueWithout(contents) : 0;
  return moves(seconds) ? { seconds } : null;
}
