/** The blocks of a text in plain Markdown: paragraphs, headings, quotations, lists. What a dwell's `section` counts. */
export function blocksOf(text: string): string[] {
  return text.trim().split(/\n{2,}/);
}
