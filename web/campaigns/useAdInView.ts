"use client";

import { type RefObject, useEffect } from "react";
import { watchInView } from "../attention/watchInView.ts";
import { useOracle } from "../oracle/context.tsx";

/** The MRC's least time in view for an ad. */
const IN_VIEW_MS = 1_000;
const told = new Set<string>();

/** Tells the oracle, once, when half of an ad has been in view for a second. */
export function useAdInView(id: string, element: RefObject<HTMLElement | null>): void {
  const oracle = useOracle();
  useEffect(() => {
    const watched = element.current;
    if (watched === null || told.has(id)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unwatch = watchInView(watched, (inView) => {
      clearTimeout(timer);
      if (!inView) return;
      timer = setTimeout(() => {
        if (document.visibilityState !== "visible" || told.has(id)) return;
        told.add(id);
        // Not told, it wasn't seen: nothing is lost but a chance of being paid.
        oracle.adViewed(id).catch(() => told.delete(id));
      }, IN_VIEW_MS);
    });
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [id, element, oracle]);
}
