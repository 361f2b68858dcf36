"use client";

import { type RefObject, useEffect, useState } from "react";
import { ActivityClock } from "./activity.ts";
import { useRecorder } from "./context.tsx";
import { sectionAtEye } from "./sectionAtEye.ts";
import { watchInView } from "./watchInView.ts";

const HEARTBEAT_MS = 5_000;
const INPUTS = ["pointerdown", "pointermove", "keydown", "scroll", "touchmove", "wheel"] as const;

/** Whether time is counted now, and if it isn't, whether for want of input or because the text is out of view. */
export type Dwelling = "active" | "idle" | "out-of-view";

/**
 * Measures active time on the element while anything is recorded, and where in its text: a dwell event each heartbeat, and
 * whenever the eye has moved on to another section.
 */
export function useDwell(contentId: string, element: RefObject<HTMLElement | null>): Dwelling {
  const { recording, record, flush } = useRecorder();
  const [dwelling, setDwelling] = useState<Dwelling>("idle");
  useEffect(() => {
    const watched = element.current;
    if (!recording || watched === null) return;
    const clock = new ActivityClock(document.visibilityState === "visible", Date.now());
    let seen = true;
    const tell = (now: number) => setDwelling(clock.active(now) ? "active" : seen ? "idle" : "out-of-view");
    const beat = () => {
      const now = Date.now();
      clock.setSection(sectionAtEye(watched), now);
      for (const span of clock.take(now)) record("dwell", contentId, span);
      tell(now);
    };
    const visibility = () => {
      clock.setVisible(document.visibilityState === "visible", Date.now());
      beat();
    };
    const input = ({ type }: Event) => {
      clock.input(Date.now());
      if (type === "scroll") clock.setSection(sectionAtEye(watched), Date.now());
      tell(Date.now());
    };
    const leave = () => {
      beat();
      flush();
    };
    const unwatch = watchInView(watched, (inView) => {
      seen = inView;
      clock.setInView(inView, Date.now());
      tell(Date.now());
    });
    const heartbeat = setInterval(beat, HEARTBEAT_MS);
    // In capture, so that the last beat is in the outbox before the provider's own listener sends it.
    document.addEventListener("visibilitychange", visibility, { capture: true });
    window.addEventListener("pagehide", leave);
    for (const name of INPUTS) window.addEventListener(name, input, { passive: true });
    return () => {
      leave();
      unwatch();
      clearInterval(heartbeat);
      document.removeEventListener("visibilitychange", visibility, { capture: true });
      window.removeEventListener("pagehide", leave);
      for (const name of INPUTS) window.removeEventListener(name, input);
      setDwelling("idle");
    };
  }, [recording, record, flush, contentId, element]);
  return dwelling;
}
