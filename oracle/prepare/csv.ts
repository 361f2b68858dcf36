import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { BadInputError } from "../service/errors.ts";

/** One record of a CSV file: `get` by column name, `line` as an editor counts. */
export interface CsvRow {
  line: number;
  /** The fields as they stand. */
  record: readonly string[];
  text(column: string): string;
  /** The field as a finite number; an error that names line and column otherwise. */
  number(column: string): number;
}

/**
 * Reads a CSV file with a header line, record by record, plain or gzip (told by its first bytes). Errors name file, line and column.
 * @throws BadInputError when the file can't be read, a needed column is missing, a record is broken, or the gzip stream ends early.
 */
export async function* readCsv(file: string, columns: readonly string[]): AsyncGenerator<CsvRow> {
  let line = 1;
  let positions: Map<string, number> | null = null;
  // Kept apart from `positions`: the parser may stumble over a later line before the first one is read here.
  let names: readonly string[] = [];
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    on_record: (row) => {
      // With `info` it is a wrapped record, which the parser's types don't say.
      const { record } = row as unknown as { record: string[] };
      if (names.length === 0) names = record.map((name) => name.trim());
      return row;
    },
  });
  const unpacked = (await isGzip(file)) ? createGunzip() : new PassThrough();
  const source = createReadStream(file);
  // The error that ends the pipeline also ends the loop below, by the parser.
  pipeline(source, unpacked, parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      line = info.lines;
      if (positions === null) {
        positions = headerOf(record, columns, file);
        continue;
      }
      yield rowOf(record, positions, line, file);
    }
  } catch (error) {
    throw error instanceof BadInputError ? error : readError(error, file, line, names);
  }
  if (positions === null) {
    throw new BadInputError(`${file} is empty.`, {
      code: "csv-empty",
      hint: `Give a CSV file with the columns ${columns.join(", ")}.`,
      field: file,
    });
  }
}

async function isGzip(file: string): Promise<boolean> {
  try {
    await using handle = await open(file, "r");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (error) {
    throw readError(error, file, 0, []);
  }
}

function headerOf(record: string[], columns: readonly string[], file: string): Map<string, number> {
  const positions = new Map(record.map((name, i) => [name.trim(), i]));
  const missing = columns.filter((column) => !positions.has(column));
  if (missing.length > 0) {
    throw new BadInputError(`${file}, line 1: there is no column ${missing.map((name) => `"${name}"`).join(", ")}.`, {
      code: "csv-column-missing",
      field: missing[0]!,
      hint: `The header has ${record.map((name) => `"${name}"`).join(", ")}. Was the right file given for this option?`,
    });
  }
  return positions;
}

function rowOf(record: string[], positions: Map<string, number>, line: number, file: string): CsvRow {
  const text = (column: string) => record[positions.get(column)!]!;
  return {
    line,
    record,
    text,
    number(column) {
      const raw = text(column).trim();
      const value = Number(raw);
      if (raw !== "" && Number.isFinite(value)) return value;
      throw new BadInputError(`${file}, line ${line}, column "${column}": ${JSON.stringify(raw)} is not a number.`, {
        code: "csv-not-a-number",
        field: column,
        hint: "Correct that field, or take the line out, and run again. Nothing was stored.",
      });
    },
  };
}

function readError(error: unknown, file: string, line: number, names: readonly string[]): BadInputError {
  if (error instanceof CsvError) {
    const at = error as CsvError & { lines?: number; record?: string[]; column?: number | string };
    const found = at.record?.length;
    const column = found === undefined ? undefined : (names[found] ?? names.at(-1));
    const where = `${file}, line ${at.lines ?? line + 1}${column === undefined ? "" : `, column "${column}"`}`;
    const what =
      found === undefined
        ? `this is not CSV (${error.message})`
        : found < names.length
          ? `the line ends after ${found} of ${names.length} fields`
          : `the line has ${found} fields for ${names.length} columns`;
    return new BadInputError(`${where}: ${what}.`, {
      code: "csv-broken",
      ...(column === undefined ? {} : { field: column }),
      hint: "The file may have been cut short: fetch it again, or correct that line. Nothing was stored.",
      cause: error,
    });
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "Z_BUF_ERROR" || code === "Z_DATA_ERROR") {
    const first = names[0] ?? "(header)";
    return new BadInputError(
      `${file}, line ${line + 1}, column "${first}": the gzip stream is ${code === "Z_BUF_ERROR" ? "cut short" : "damaged"} after this point.`,
      {
        code: "csv-gzip-broken",
        field: first,
        hint: "Fetch the file again: `gzip -t FILE` tells whether it is whole. Nothing was stored.",
        cause: error,
      },
    );
  }
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") {
    const what = { ENOENT: "there is no such file", EACCES: "it may not be read", EISDIR: "it is a folder" }[code];
    return new BadInputError(`${file}: ${what}.`, {
      code: "csv-unreadable",
      hint: "Check the path.",
      field: file,
      cause: error,
    });
  }
  throw error;
}
