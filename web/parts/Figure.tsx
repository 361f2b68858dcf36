import type { ReactNode } from "react";

/** One of a page's main figures, in a row of them. */
export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="border-line py-5 pr-4 max-sm:border-b">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="figures mt-1 text-2xl wrap-anywhere *:whitespace-normal">{children}</dd>
    </div>
  );
}

/** Figures beside each other, under a strong rule. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 border-t-2 border-ink sm:grid-cols-4">{children}</dl>;
}

/** A figure's unit, smaller than it. */
export function Unit({ children }: { children: string }) {
  return <span className="text-[0.6em] tracking-wide whitespace-nowrap text-soft">{children}</span>;
}
