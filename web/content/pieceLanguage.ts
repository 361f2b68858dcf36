/** A piece's own language as an HTML `lang`, so that fonts, hyphenation and voices are right. */
export function pieceLanguage(language: string): string {
  return language.startsWith("zh") ? "zh-Hans" : language;
}

/** Reading time in whole minutes: 4 words a second, or 250 Chinese characters a minute. At least 1. */
export function readingMinutes(words: number, language: string): number {
  return Math.max(1, Math.round(language.startsWith("zh") ? words / 250 : words / 240));
}
