"use client";

import { type RefObject, useEffect } from "react";
import { useRecorder } from "./context.tsx";
import { watchInView } from "./watchInView.ts";

/** The MRC's least time in view for an impression. */
const IMPRESSION_MS = 1_000;
const seen = new Set<string>();

/** Records one impression a page load when the element has been in view for a second. */
export function useImpression(contentId: string, element: RefObject<HTMLElement | null>): void {
  const { recording, record } = useRecorder();
  useEffect(() => {
    const watched = element.current;
    if (!recording || watched === null || seen.has(contentId)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unwatch = watchInView(watched, (inView) => {
      clearTimeout(timer);
      if (!inView) return;
      timer = setTimeout(() => {
        if (document.visibilityState !== "visible" || seen.has(contentId)) return;
        seen.add(contentId);
        record("impression", contentId);
      }, IMPRESSION_MS);
    });
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [recording, record, contentId, element]);
}
