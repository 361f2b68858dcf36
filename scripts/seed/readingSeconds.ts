/** How long a text takes at the pace that Heed assumes: 4 words a second, 250 Chinese characters a minute. Seconds. */
export function readingSeconds(text: string): number {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replace(/\p{Script=Han}/gu, " ").match(/[\p{L}\p{N}’']+/gu)?.length ?? 0;
  return words / 4 + (characters * 60) / 250;
}
