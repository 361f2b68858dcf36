import { countsAsInView } from "./countsAsInView.ts";

/** Calls back whenever the element begins or ceases to count as in view. Returns how to stop. */
export function watchInView(element: Element, changed: (inView: boolean) => void): () => void {
  let last: boolean | null = null;
  const observer = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1);
      if (entry === undefined) return;
      const screen = entry.rootBounds?.height ?? window.innerHeight;
      const now = countsAsInView(entry.intersectionRect.height, entry.boundingClientRect.height, screen);
      if (now !== last) changed(now);
      last = now;
    },
    { threshold: Array.from({ length: 41 }, (_, step) => step / 40) },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
