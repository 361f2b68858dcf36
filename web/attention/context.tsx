"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useDevice } from "../device/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import { keys } from "../oracle/keys.ts";
import { useConsent } from "../oracle/queries.ts";
import type { EventKind } from "../oracle/sent.ts";
import { useSession } from "../oracle/useSession.ts";
import type { Span } from "./activity.ts";
import { Outbox } from "./outbox.ts";

/** Why nothing is measured, or that it is. */
export type MeasuringState = "on" | "unanswered" | "signed-out" | "no-consent" | "switched-off";

export interface Recorder {
  state: MeasuringState;
  /** What was recorded couldn't be sent, and waits for the oracle */
  unsent: boolean;
  /** Something is recorded: for the oracle, where measuring is on, or for this device alone, where it ranks */
  recording: boolean;
  /** Records one event, if anything is. A span for dwell only; `atMs` is now if there is none. */
  record(kind: EventKind, contentId: string, span?: Span): void;
  /** Sends what waits, at once. */
  flush(): void;
  /** Sends everything that waits; resolves when it has arrived, or when it can't. */
  deliver(): Promise<void>;
  /** Drops what waits and what this device kept, and records nothing more for this session. */
  forget(): void;
  setSwitchedOff(off: boolean): void;
}

const Context = createContext<Recorder | null>(null);
const SWITCH = "heed.attention.off";
const FLUSH_EVERY_MS = 5_000;

export function AttentionProvider({ children }: { children: ReactNode }) {
  const oracle = useOracle();
  const cache = useQueryClient();
  const device = useDevice();
  const { address, who, error: unanswered } = useSession();
  const { data: consent, isLoadingError } = useConsent();
  const [off, setOff] = useState(false);
  const [unsent, setUnsent] = useState(false);
  useEffect(() => setOff(localStorage.getItem(SWITCH) !== null), []);

  const state: MeasuringState =
    unanswered || isLoadingError
      ? "unanswered"
      : address === null
        ? "signed-out"
        : !consent?.collect
          ? "no-consent"
          : off
            ? "switched-off"
            : "on";
  const outbox = useMemo(
    () => (address === null ? null : new Outbox(who, oracle.sendEvents, localStorage)),
    [address, who, oracle],
  );

  const flush = useCallback(() => {
    void outbox?.flush().then((receipt) => {
      setUnsent(receipt === null && outbox.waiting().length > 0);
      if (receipt) void cache.invalidateQueries({ queryKey: keys.attention(who) });
    });
  }, [outbox, cache, who]);

  useEffect(() => {
    if (consent?.collect === false) outbox?.clear();
    if (!consent?.collect) return;
    flush();
    const timer = setInterval(flush, FLUSH_EVERY_MS);
    const hidden = () => document.visibilityState === "hidden" && flush();
    document.addEventListener("visibilitychange", hidden);
    window.addEventListener("pagehide", flush);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hidden);
      window.removeEventListener("pagehide", flush);
    };
  }, [consent?.collect, outbox, flush]);

  const recorder = useMemo<Recorder>(
    () => ({
      state,
      unsent,
      recording: state === "on" || device.on,
      record(kind, contentId, span) {
        device.keep(kind, contentId, span);
        if (state === "on") outbox?.add({ contentId, kind, atMs: Date.now(), ...span });
      },
      flush,
      deliver: async () => outbox?.deliver(),
      forget() {
        outbox?.close();
        device.erase();
      },
      setSwitchedOff(next) {
        if (next) localStorage.setItem(SWITCH, "1");
        else localStorage.removeItem(SWITCH);
        setOff(next);
      },
    }),
    [state, unsent, outbox, flush, device],
  );
  return <Context value={recorder}>{children}</Context>;
}

/** Records what the viewer does, with consent only. Throws outside of AttentionProvider. */
export function useRecorder(): Recorder {
  const recorder = useContext(Context);
  if (recorder === null) throw new Error("useRecorder needs an AttentionProvider above it");
  return recorder;
}
