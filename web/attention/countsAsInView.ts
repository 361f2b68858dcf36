/**
 * Whether a content counts as in view: half of it is on screen, or, where it is taller than the screen, it fills half of
 * the screen. (The MRC's 50 % of pixels, read for texts longer than any screen.)
 */
export function countsAsInView(visiblePx: number, contentPx: number, screenPx: number): boolean {
  if (contentPx <= 0 || screenPx <= 0) return false;
  return visiblePx / contentPx >= 0.5 || visiblePx / screenPx >= 0.5;
}
