"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConfig } from "../config/context.tsx";
import { keys } from "./keys.ts";
import type { MarketPage, Trade } from "./types.ts";

/** How the line to the oracle stands. */
export type Line = "connecting" | "live" | "lost";

const SHOWN = 20;

/** Follows the oracle's purchases as they are indexed and keeps the market's page up to date with them. The browser reconnects by itself. */
export function useTrades(): Line {
  const { oracleUrl } = useConfig();
  const cache = useQueryClient();
  const [line, setLine] = useState<Line>("connecting");
  useEffect(() => {
    const change = (trades: (before: Trade[]) => Trade[]) =>
      cache.setQueryData<MarketPage>(keys.market, (page) => page && { ...page, trades: trades(page.trades) });
    const source = new EventSource(`${oracleUrl}/market/stream`);
    source.addEventListener("open", () => setLine("live"));
    source.addEventListener("error", () => setLine("lost"));
    source.addEventListener("trade", ({ data }: MessageEvent<string>) => {
      const trade = JSON.parse(data) as Trade;
      change((before) => (before.some(({ id }) => id === trade.id) ? before : [trade, ...before].slice(0, SHOWN)));
    });
    source.addEventListener("withdrawn", ({ data }: MessageEvent<string>) => {
      const { id } = JSON.parse(data) as { id: string };
      change((before) => before.filter((trade) => trade.id !== id));
    });
    return () => source.close();
  }, [oracleUrl, cache]);
  return line;
}
