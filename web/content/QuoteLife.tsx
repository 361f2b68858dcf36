"use client";

import { useEffect, useState } from "react";
import { useWords } from "../language/context.tsx";

/** How long the signed price on screen is still good; `until` in Unix milliseconds. */
export function QuoteLife({ until }: { until: number }) {
  const { buy: words } = useWords();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((until - nowMs) / 1000));
  return <p className="figures text-center text-xs text-soft">{words.expires(String(seconds))}</p>;
}
