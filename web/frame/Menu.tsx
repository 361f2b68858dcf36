"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { useHydrated } from "../parts/useHydrated.ts";

const ITEM =
  "flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5 text-sm outline-none select-none data-[highlighted]:bg-track";

export interface MenuProps {
  /** The trigger's name; for one that shows words of its own, put before them, or left out */
  label?: string;
  trigger: ReactNode;
  /** Its words end where the page's column ends */
  flush?: boolean;
  children: ReactNode;
}

/** A menu under a button of the header. */
export function Menu({ label, trigger, flush = false, children }: MenuProps) {
  const hydrated = useHydrated();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        disabled={!hydrated}
        className={`inline-flex min-h-10 items-center gap-2 rounded-[3px] px-2.5 text-sm whitespace-nowrap hover:bg-track/60 ${flush ? "-mr-2.5" : ""}`}
      >
        {label && <span className="sr-only">{label}</span>}
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-44 border border-strong-line bg-raised py-1.5"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect(): void; children: ReactNode }) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

export interface MenuChoiceProps<T extends string> {
  value: T;
  choices: readonly (readonly [T, string, string?])[];
  onChange(value: T): void;
}

/** One of a few: value, name and, where the name isn't in the page's language, its language. */
export function MenuChoice<T extends string>({ value, choices, onChange }: MenuChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {choices.map(([one, name, language]) => (
        <DropdownMenu.RadioItem key={one} value={one} lang={language} className={`${ITEM} justify-between`}>
          {name}
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden="true" size={16} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuRule() {
  return <DropdownMenu.Separator className="my-1.5 border-t border-line" />;
}

export function MenuNote({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-3 py-1.5 text-xs text-soft">{children}</DropdownMenu.Label>;
}
