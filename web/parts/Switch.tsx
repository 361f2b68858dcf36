"use client";

import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

export interface SwitchProps {
  checked: boolean;
  onChange(checked: boolean): void;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
  /** The label is for screen readers only */
  bare?: boolean;
}

/** A labelled switch: name on the left, state on the right, what it means beneath. */
export function Switch({ checked, onChange, label, hint, disabled = false, bare = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-x-6 gap-y-1">
      <label htmlFor={id} className={bare ? "sr-only" : "font-medium"}>
        {label}
      </label>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative h-6 w-11 rounded-full border border-strong-line bg-track transition-colors disabled:opacity-50 data-[state=checked]:border-ink data-[state=checked]:bg-ink"
      >
        <Radix.Thumb className="block size-4 translate-x-1 rounded-full bg-soft transition-transform data-[state=checked]:translate-x-[1.45rem] data-[state=checked]:bg-paper" />
      </Radix.Root>
      {hint && (
        <p id={`${id}-hint`} className="col-span-2 max-w-prose text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
