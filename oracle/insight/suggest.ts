import type { SectionAttention } from "./attentionByContent.ts";
import type { Section } from "./sections.ts";

/** Something to consider, with the figures it rests on; the dApp words it in the reader's language. Sections and lessons count from 1. */
export type Suggestion =
  /** A section loses many of those who reach it, and it is long. */
  | { code: "long-section-loses"; section: number; lost: number; timesAsLong: number }
  | { code: "section-loses"; section: number; lost: number }
  /** Many leave where the free part ends: that is a price, not a text. */
  | { code: "free-part-ends"; section: number; lost: number }
  | { code: "section-is-reread"; section: number; reread: number }
  | { code: "section-takes-long"; section: number; timesAsSlow: number }
  /** Of the readers of one lesson so many fewer begin the next. */
  | { code: "lesson-loses"; lesson: number; lost: number }
  | { code: "edit-helped" | "edit-hurt"; lesson: number; before: number; after: number };

/** A loss worth naming, percent, and how far it must stand out from the middle one of the others. */
const LOSS = 20;
const STANDS_OUT = 1.5;
const REREAD = 25;
const SLOW = 2;
/** A change that isn't just rounding, percentage points. */
const CHANGE = 10;

/**
 * What to change in a text, the gravest first. It compares sections with each other: a text that loses its readers evenly has nothing to
 * point at.
 * @param freeUntil the section in which the preview ends, from 0; null if nothing is sold
 */
export function suggestForSections(
  sections: readonly Section[],
  measured: readonly SectionAttention[],
  freeUntil: number | null,
): Suggestion[] {
  // Whoever stops in the last section is at the end.
  const losses = measured.slice(0, -1).map(({ lost }) => lost);
  const usualLength = median(sections.map(({ lengthSeconds }) => lengthSeconds));
  const paces = measured.map(({ seconds }, i) => (seconds === null ? null : seconds / sections[i]!.lengthSeconds));
  const usualPace = median(paces);
  const found: [number, Suggestion][] = [];
  losses.forEach((lost, i) => {
    if (lost === null || lost < LOSS || lost < STANDS_OUT * median(losses.toSpliced(i, 1))) return;
    const section = i + 1;
    const timesAsLong = tenths(sections[i]!.lengthSeconds / usualLength);
    if (i === freeUntil) found.push([lost, { code: "free-part-ends", section, lost }]);
    else if (timesAsLong >= STANDS_OUT)
      found.push([lost + LOSS, { code: "long-section-loses", section, lost, timesAsLong }]);
    else found.push([lost, { code: "section-loses", section, lost }]);
  });
  measured.forEach(({ reread }, i) => {
    if (reread !== null && reread >= REREAD)
      found.push([reread, { code: "section-is-reread", section: i + 1, reread }]);
  });
  paces.forEach((pace, i) => {
    if (pace === null || usualPace === 0 || pace < SLOW * usualPace) return;
    found.push([LOSS / 2, { code: "section-takes-long", section: i + 1, timesAsSlow: tenths(pace / usualPace) }]);
  });
  return found.sort(([a], [b]) => b - a).map(([, suggestion]) => suggestion);
}

/** What to look at between the lessons of a course. Viewers are whole tens, null under ten. */
export function suggestForLessons(
  lessons: readonly {
    viewers: number | null;
    completion: number | null;
    before: { completion: number | null } | null;
  }[],
): Suggestion[] {
  return lessons.flatMap(({ viewers, completion, before }, i): Suggestion[] => {
    const found: Suggestion[] = [];
    const previous = lessons[i - 1]?.viewers ?? null;
    if (previous !== null && viewers !== null) {
      const lost = Math.round((1 - viewers / previous) * 20) * 5;
      if (lost >= LOSS) found.push({ code: "lesson-loses", lesson: i + 1, lost });
    }
    const was = before?.completion ?? null;
    if (was !== null && completion !== null && Math.abs(completion - was) >= CHANGE) {
      const code = completion > was ? "edit-helped" : "edit-hurt";
      found.push({ code, lesson: i + 1, before: was, after: completion });
    }
    return found;
  });
}

function median(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = known.length >> 1;
  if (known.length === 0) return 0;
  return known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
}

const tenths = (value: number) => Math.round(value * 10) / 10;
