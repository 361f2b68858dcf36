"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { EventKind } from "../oracle/sent.ts";
import { DeviceHistory } from "./history.ts";
import { deviceStorage } from "./storage.ts";

export interface Device {
  /** The reader ranks on this device. Off until they say otherwise. */
  on: boolean;
  setOn(on: boolean): void;
  /** Keeps one event in this browser, while it is on. */
  keep(kind: EventKind, contentId: string, span?: { atMs: number; dwellMs: number }): void;
  /** What was kept; null before the page has looked */
  history: DeviceHistory | null;
  /** How many pieces the record names, as of the last look at it. */
  pieces: number;
  /** Looks again at what was kept meanwhile. */
  look(): void;
  /** Forgets what was kept here. */
  erase(): void;
}

const Context = createContext<Device | null>(null);
const SWITCH = "heed.device.ranking";

/** Whether this device ranks for itself, and the record that it ranks from. */
export function DeviceProvider({ children }: { children: ReactNode }) {
  const [history, setHistory] = useState<DeviceHistory | null>(null);
  const [on, setOn] = useState(false);
  const [pieces, setPieces] = useState(0);
  useEffect(() => {
    setHistory(new DeviceHistory(deviceStorage));
    setOn(deviceStorage.getItem(SWITCH) !== null);
  }, []);
  const device = useMemo<Device>(() => {
    const look = () => setPieces(new Set(history?.events().map(({ contentId }) => contentId)).size);
    return {
      on,
      setOn(next) {
        if (next) deviceStorage.setItem(SWITCH, "1");
        else deviceStorage.removeItem(SWITCH);
        setOn(next);
      },
      keep(kind, contentId, span) {
        if (on) history?.add({ contentId, kind, atMs: Date.now(), dwellMs: 0, ...span });
      },
      history,
      pieces,
      look,
      erase() {
        history?.erase();
        look();
      },
    };
  }, [history, on, pieces]);
  return <Context value={device}>{children}</Context>;
}

/** Throws outside of DeviceProvider. */
export function useDevice(): Device {
  const device = useContext(Context);
  if (device === null) throw new Error("useDevice needs a DeviceProvider above it");
  return device;
}
