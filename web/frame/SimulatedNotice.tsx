"use client";

import { useWords } from "../language/context.tsx";
import { useStatus } from "../oracle/queries.ts";

/** Says on every page that the demo's audience is simulated, while it is. */
export function SimulatedNotice() {
  const { simulated } = useWords();
  const { data } = useStatus();
  if (data?.audience !== "simulated") return null;
  return (
    <aside aria-label={simulated.title} className="border-b border-line bg-track/40 text-sm text-soft">
      <p className="mx-auto max-w-6xl px-5 py-2 sm:px-8">
        <strong className="font-medium text-ink">{simulated.title}</strong> {simulated.text}
      </p>
    </aside>
  );
}
