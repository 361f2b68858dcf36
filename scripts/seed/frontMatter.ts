/**
 * Splits a Markdown file into its front matter, one `name: value` a line between two lines of three dashes, and its body.
 * @throws Error that names the file and line.
 */
export function parseFrontMatter(text: string, file: string): { fields: Record<string, string>; body: string } {
  const [first, ...rest] = text.split("\n");
  const end = rest.indexOf("---");
  if (first !== "---" || end < 0) throw new Error(`${file}: there is no front matter between two lines of «---».`);
  const fields: Record<string, string> = {};
  for (const [i, line] of rest.slice(0, end).entries()) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`${file}, line ${i + 2}: «${line}» is not «name: value».`);
    fields[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return {
    fields,
    body: rest
      .slice(end + 1)
      .join("\n")
      .trim(),
  };
}
