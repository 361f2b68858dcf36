import { nearestTo } from "./nearestTo.ts";

/** How far down the screen the eye rests while reading: a little above its middle. */
const EYE = 0.4;

/** Which block of the text inside the element is nearest the reader's eye, counted from 0; undefined where there is no text. */
export function sectionAtEye(element: Element): number | undefined {
  const blocks = element.querySelector("[data-sections]")?.children ?? [];
  return nearestTo(
    window.innerHeight * EYE,
    Array.from(blocks, (block) => block.getBoundingClientRect()),
  );
}
