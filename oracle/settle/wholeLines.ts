/** The whole lines of pages of text, a page's at a time. */
export async function* wholeLines(
  pages: AsyncIterable<string>,
  onPage: (page: string) => void = () => {},
): AsyncGenerator<string[]> {
  let rest = "";
  for await (const page of pages) {
    onPage(page);
    const lines = (rest + page).split("\n");
    rest = lines.pop()!;
    yield lines;
  }
  if (rest) yield [rest];
}
