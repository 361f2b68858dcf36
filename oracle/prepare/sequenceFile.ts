import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { BadInputError } from "../service/errors.ts";

/**
 * Reads plain sequences, one viewer a line, `viewer item item …` in the order of time, parted by white space.
 * @returns each viewer's items, oldest first
 * @throws BadInputError that names file, line and column
 */
export async function readSequences(file: string): Promise<string[][]> {
  const sequences: string[][] = [];
  const viewers = new Map<string, number>();
  let line = 0;
  try {
    for await (const text of createInterface({
      input: createReadStream(file, "utf8"),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      line++;
      const words = text.trim().split(/\s+/);
      const [viewer, ...items] = words;
      if (viewer === undefined || viewer === "") continue;
      const unreadable = words.findIndex((word) => word.includes("\uFFFD") || word.includes("\0"));
      if (unreadable >= 0)
        throw problem(file, `line ${line}, column ${unreadable + 1}: this is not text`, "plain UTF-8");
      if (items.length === 0)
        throw problem(file, `line ${line}, column 2: viewer ${viewer} has no item`, "viewer item item …");
      const earlier = viewers.get(viewer);
      if (earlier !== undefined) {
        throw problem(
          file,
          `line ${line}, column 1: viewer ${viewer} was on line ${earlier} already`,
          "one line a viewer",
        );
      }
      viewers.set(viewer, line);
      sequences.push(items);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (error instanceof BadInputError) throw error;
    if (code === "ENOENT") throw problem(file, "there is no such file", "an existing file", error);
    throw problem(file, `it can't be read after line ${line}`, "a readable file", error);
  }
  if (sequences.length === 0) throw problem(file, "it holds no sequences", "viewer item item …, one viewer a line");
  return sequences;
}

function problem(file: string, what: string, wanted: string, cause?: unknown): BadInputError {
  return new BadInputError(`${file}: ${what}.`, {
    code: "bad-sequences",
    field: file,
    hint: `Wanted: ${wanted}.`,
    cause,
  });
}
