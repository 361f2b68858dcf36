"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useWords } from "../language/context.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: string;
  children: ReactNode;
}

/** A modal sheet of paper; full width at the bottom of a narrow screen. */
export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  const words = useWords();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto border-t border-line bg-raised p-6 sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[27rem] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:border sm:p-8"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-2xl leading-tight font-semibold">{title}</Radix.Title>
            <Radix.Close aria-label={words.close} className="-mt-1 -mr-2 p-2 text-soft hover:text-ink">
              <X aria-hidden="true" size={18} />
            </Radix.Close>
          </div>
          {description && <Radix.Description className="mt-2 text-soft">{description}</Radix.Description>}
          <div className="mt-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
