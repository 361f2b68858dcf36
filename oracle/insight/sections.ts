import { blocksOf } from "../prepare/blocks.ts";
import { readingTime } from "../recommend/readingTime.ts";

/** A part of a text that is long enough to say something about, and short enough to find. */
export interface Section {
  /** Its first block. */
  fromBlock: number;
  /** Its heading, or how it begins. */
  title: string;
  /** Reading time. */
  lengthSeconds: number;
}

const HEADING = /^#{1,3} /;
/** A section without headings: some half a minute of reading. */
const SECONDS_A_SECTION = 30;
const MOST_SECTIONS = 12;
const TITLE_CHARACTERS = 60;

/**
 * Divides a text into sections, the same for the same text. Where it has at least two headings, each begins one, and so does what stands
 * before the first. Else paragraphs are put together, in order, into sections of about equal reading time: some half a minute each, at
 * most twelve. A paragraph is never divided.
 */
export function sectionsOf(body: string): Section[] {
  const blocks = blocksOf(body);
  const headings = blocks.flatMap((block, index) => (HEADING.test(block) ? index : []));
  const starts =
    headings.length >= 2 ? [...(headings[0] === 0 ? [] : [0]), ...headings] : evenStarts(blocks.map(lengthOf));
  return starts.map((fromBlock, index) => {
    const own = blocks.slice(fromBlock, starts[index + 1]);
    return { fromBlock, title: titleOf(own), lengthSeconds: lengthOf(own.join("\n\n")) };
  });
}

/** Where in the list of sections a preview that ends after so many characters of the body ends. */
export function sectionAt(body: string, sections: readonly Section[], characters: number): number {
  const block = blocksOf(body.slice(0, characters)).length - 1;
  return sections.findLastIndex(({ fromBlock }) => fromBlock <= block);
}

function evenStarts(lengths: readonly number[]): number[] {
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.min(MOST_SECTIONS, Math.max(1, Math.round(whole / SECONDS_A_SECTION)));
  const starts = [0];
  let passed = 0;
  lengths.forEach((length, index) => {
    // A block belongs to the section in which its middle lies.
    if (index > 0 && passed + length / 2 >= (starts.length * whole) / count) starts.push(index);
    passed += length;
  });
  return starts;
}

function lengthOf(text: string): number {
  return readingTime(text).lengthSeconds;
}

function titleOf(blocks: readonly string[]): string {
  const first = (blocks[0] ?? "").replace(HEADING, "").replace(/[*_>]/g, "").replace(/\s+/g, " ").trim();
  const letters = [...first];
  if (letters.length <= TITLE_CHARACTERS) return first;
  return `${letters
    .slice(0, TITLE_CHARACTERS)
    .join("")
    .replace(/\s+\S*$/, "")}…`;
}
