import type { ReactNode } from "react";

interface InputProps {
  id: string;
  className: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  /** What is wrong with it, or null. */
  problem: string | null;
  children(props: InputProps): ReactNode;
}

const LOOK = "min-h-10 w-full rounded-[3px] border border-strong-line bg-raised px-3 py-1.5";

/** A labelled field, with its hint and what is wrong with it. */
export function Field({ id, label, hint, problem, children }: FieldProps) {
  const described = [hint && `${id}-hint`, problem && `${id}-bad`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1">
        {children({ id, className: LOOK, "aria-invalid": problem !== null, "aria-describedby": described })}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-bad`} role="alert" className="mt-1 text-sm font-medium">
          {problem}
        </p>
      )}
    </div>
  );
}
