const WORDS_A_SECOND = 4;
const HAN_CHARACTERS_A_MINUTE = 250;

/** How long a text is: words (each Chinese character counts as one) and the seconds that reading it takes. */
export function readingTime(text: string): { words: number; lengthSeconds: number } {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replace(/\p{Script=Han}/gu, " ").match(/[\p{L}\p{N}’']+/gu)?.length ?? 0;
  const seconds = words / WORDS_A_SECOND + (han * 60) / HAN_CHARACTERS_A_MINUTE;
  return { words: words + han, lengthSeconds: Math.max(1, Math.round(seconds)) };
}
