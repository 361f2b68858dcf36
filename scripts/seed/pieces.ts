import { readdirSync, readFileSync } from "node:fs";
import { parseEther } from "viem";
import { parseFrontMatter } from "./frontMatter.ts";

/** One of the demo's pieces, as its Markdown file describes it. */
export interface Piece {
  /** The file's name without number and ending. */
  slug: string;
  title: string;
  summary: string;
  language: "en" | "zh";
  topics: string[];
  /** Slug of who publishes it. */
  creator: string;
  /** HEED wei. */
  floorWei: bigint;
  ceilingWei: bigint;
  /** Slugs and ten-thousandths; what is missing from 10,000 is the protocol's. */
  shares: { payee: string; bps: number }[];
  /** The course that the piece is a lesson of, and which. */
  course: string | null;
  lesson: number | null;
  /** Markdown. */
  body: string;
}

const folder = new URL("./content/", import.meta.url);

/**
 * Reads the demo's pieces in the order of their numbers, which is the order they are published in.
 * @throws Error that names the file and the field that is missing or wrong.
 */
export function readPieces(): Piece[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => readPiece(file, readFileSync(new URL(file, folder), "utf8")));
}

function readPiece(file: string, text: string): Piece {
  const { fields, body } = parseFrontMatter(text, file);
  const field = (name: string): string => {
    const value = fields[name];
    if (!value) throw new Error(`${file}: the front matter has no «${name}».`);
    return value;
  };
  const language = field("language");
  if (language !== "en" && language !== "zh") throw new Error(`${file}: the language is en or zh, not «${language}».`);
  return {
    slug: file.replace(/^\d+-/, "").replace(/\.md$/, ""),
    title: field("title"),
    summary: field("summary"),
    language,
    topics: inside(field("topics"), "[", "]", file),
    creator: field("creator"),
    floorWei: parseEther(field("floor")),
    ceilingWei: parseEther(field("ceiling")),
    shares: inside(field("split"), "{", "}", file).map((share) => {
      const [payee = "", bps] = share.split(":").map((part) => part.trim());
      if (!Number.isInteger(Number(bps))) throw new Error(`${file}: the share «${share}» has no whole number.`);
      return { payee, bps: Number(bps) };
    }),
    course: fields.course ?? null,
    lesson: fields.lesson ? Number(fields.lesson) : null,
    body,
  };
}

function inside(value: string, open: string, close: string, file: string): string[] {
  if (!value.startsWith(open) || !value.endsWith(close)) {
    throw new Error(`${file}: «${value}» should stand between ${open} and ${close}.`);
  }
  return value
    .slice(1, -1)
    .split(",")
    .map((part) => part.trim());
}
