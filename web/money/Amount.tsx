"use client";

import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { useWords } from "../language/context.tsx";
import { exactHeed, formatHeed } from "./heed.ts";

export interface AmountProps {
  wei: bigint | string;
  /** How it came about: opens on a click */
  children?: ReactNode;
  /** Names what isn't a price, in place of "how it came about" */
  title?: string;
  className?: string;
  decimals?: number;
}

/** An amount of HEED: tabular figures, its unit, and its computation for whoever asks. */
export function Amount({ wei, children, title, className = "", decimals }: AmountProps) {
  const words = useWords();
  const digits = formatHeed(wei, decimals);
  const name = title === undefined ? words.computation.open(digits) : `${title}${words.colon}${digits} HEED`;
  const figure = (
    <>
      <span
        className={`figures ${children === undefined ? "" : "underline decoration-strong-line decoration-dotted decoration-1 underline-offset-[0.25em] group-hover:decoration-ink group-hover:decoration-solid"}`}
      >
        {digits}
      </span>{" "}
      <span className="text-[0.75em] tracking-wide text-soft">HEED</span>
    </>
  );
  if (children === undefined) return <span className={`whitespace-nowrap ${className}`}>{figure}</span>;
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={name} className={`group whitespace-nowrap ${className}`}>
        {figure}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={name}
          className="z-50 max-h-[var(--radix-popover-content-available-height)] w-[min(27rem,calc(100vw-1.5rem))] overflow-y-auto border border-strong-line bg-raised px-5 py-4 text-[0.8125rem]"
        >
          <p className="mb-2 font-serif text-lg font-semibold">{title ?? words.computation.title}</p>
          {children}
          <p className="mt-2 border-t border-line pt-2 text-xs break-all text-soft">
            {words.computation.exact}
            {words.colon}
            <span className="figures">{exactHeed(wei)}</span> HEED
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
