import type { Random } from "../../../oracle/interest/random.ts";
import { between, normal } from "./draws.ts";

/** A text as it is read. */
export interface Text {
  contentId: string;
  /** At the pace that the oracle assumes. */
  lengthSeconds: number;
  /** Reading time of each block of its text, in order; without it no event says where in the text it was. */
  blockSeconds?: readonly number[];
}

/** What the generator needs to know of a content. */
export interface AudiencePiece extends Text {
  creator: string;
  topics: readonly string[];
  language: string;
  /** The text that takes its place at some moment. */
  edition?: Text & { fromMs: number };
  course?: string | null;
  lesson?: number | null;
}

/** A piece with what only its readers find out; no event ever says these numbers. */
export interface PieceCharacter extends AudiencePiece {
  /** How good the title looks, standard normal: decides who opens it. */
  appeal: number;
  /** How good the text is, standard normal, only loosely tied to appeal: decides who stays. */
  quality: number;
  /** How slowly it reads beside other texts of its length. */
  density: number;
  /** How often people who liked it come back: a recipe more than a story. */
  keepsake: number;
}

/** The edition of a piece that readers see at some moment. */
export function textAt({ edition, ...piece }: AudiencePiece, atMs: number): Text {
  return edition && atMs >= edition.fromMs ? edition : piece;
}

const TIE = 0.4;

/** Draws each piece's character. */
export function drawCharacters(pieces: readonly AudiencePiece[], random: Random): PieceCharacter[] {
  return pieces.map((piece) => {
    const appeal = normal(random);
    return {
      ...piece,
      appeal,
      quality: TIE * appeal + Math.sqrt(1 - TIE ** 2) * normal(random),
      density: between(random, 0.85, 1.25) * (piece.topics.includes("mathematics") ? 1.15 : 1),
      keepsake: piece.topics.some((topic) => ["cooking", "gardening", "learning"].includes(topic)) ? 0.5 : 0.3,
    };
  });
}
