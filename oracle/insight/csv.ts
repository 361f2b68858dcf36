/** What some spreadsheet would take for the beginning of a formula: full-width signs, too, and whatever stands behind a line break. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Writes a table as CSV (RFC 4180, with a byte order mark, so that spreadsheets read Chinese too). Cells are quoted where they must be; a
 * text that a spreadsheet would run as a formula gets an apostrophe before it. Numbers stay numbers.
 */
export function csv(header: readonly string[], lines: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${[header, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
