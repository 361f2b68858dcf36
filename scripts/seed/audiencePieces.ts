import { blocksOf } from "../../oracle/prepare/blocks.ts";
import { readingTime } from "../../oracle/recommend/readingTime.ts";
import type { AudiencePiece } from "./audience/piece.ts";
import type { Piece } from "./pieces.ts";

/**
 * The pieces as the audience generator takes them.
 * @param idOf a piece's content id, by its place; by default what it gets on a fresh chain, where ids count from 1
 */
export function audiencePieces(
  pieces: readonly Piece[],
  idOf: (index: number) => string = (index) => String(index + 1),
): (AudiencePiece & { slug: string })[] {
  return pieces.map(({ slug, creator, topics, language, course, lesson, body }, i) => ({
    contentId: idOf(i),
    slug,
    creator,
    topics,
    language,
    course,
    lesson,
    ...lengthsOf(body),
  }));
}

/** How long a text and each of its blocks take to read. */
export function lengthsOf(body: string): { lengthSeconds: number; blockSeconds: number[] } {
  const { lengthSeconds } = readingTime(body);
  return { lengthSeconds, blockSeconds: blocksOf(body).map((block) => readingTime(block).lengthSeconds) };
}
