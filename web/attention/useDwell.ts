"use client";

import { type RefObject, useEffect, useState } from "react";
import { ActivityClock } from "./activity.ts";
import { useRecorder } from "./context.tsx";
import { sectionAtEye } from "./sectionAtEye.ts";
import { watchInView } from "./watchInView.ts";

const HEARTBEAT_MS = 5_000;
const INPUTS = ["pointerdown", "pointermove", "keydown", "scroll", "touchmove", "wheel"] as const;

/**
 * Measures active time on the element while anything is recorded, and where in its text: a dwell event each heartbeat, and
 * whenever the eye has moved on to another section.
 * @returns whether time is being counted now
 */
export function useDwell(contentId: string, element: RefObject<HTMLElement | null>): boolean {
  const { recording, record, flush } = useRecorder();
  const [active, setActive] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (!recording || watched === null) return;
    const clock = new ActivityClock(document.visibilityState === "visible", Date.now());
    const beat = () => {
      const now = Date.now();
      clock.setSection(sectionAtEye(watched), now);
      for (const span of clock.take(now)) record("dwell", contentId, span);
      setActive(clock.active(now));
    };
    const visibility = () => {
      clock.setVisible(document.visibilityState === "visible", Date.now());
      beat();
    };
    const input = ({ type }: Event) => {
      clock.input(Date.now());
      if (type === "scroll") clock.setSection(sectionAtEye(watched), Date.now());
      setActive(clock.active(Date.now()));
    };
    const leave = () => {
      beat();
      flush();
    };
    const unwatch = watchInView(watched, (inView) => {
      clock.setInView(inView, Date.now());
      setActive(clock.active(Date.now()));
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
      setActive(false);
    };
  }, [recording, record, flush, contentId, element]);
  return active;
}
