import { type ReactNode, useId } from "react";

/** The look of a text input. */
export const INPUT = "min-h-10 w-full rounded-[3px] border border-strong-line bg-raised px-3";

interface Control {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export interface FieldProps {
  label: string;
  hint?: string;
  /** Why it can't stay as it is */
  problem?: string | undefined;
  children(control: Control): ReactNode;
}

/** A labelled control with its hint and its problem, which screen readers hear with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const said = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      <div className="mt-1">
        {children({ id, "aria-invalid": problem !== undefined, "aria-describedby": said || undefined })}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
