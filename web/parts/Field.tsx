import { type ReactNode, useId } from "react";
import { FieldProblem } from "./FieldProblem.tsx";

/** The look of a text input. */
export const INPUT = "min-h-10 w-full rounded-[3px] border border-strong-line bg-raised px-3 aria-invalid:border-ink";

interface Control {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** Why it can't stay as it is */
  problem?: string | null | undefined;
  /** The hint stands above what is too tall to see its foot. */
  tall?: boolean;
  children(control: Control): ReactNode;
}

/** A labelled control with its hint and its problem, which screen readers hear with it. */
export function Field({ label, hint, problem, tall = false, children }: FieldProps) {
  const id = useId();
  const said = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const aside = hint && (
    <p id={`${id}-hint`} className={`text-sm text-soft ${tall ? "" : "mt-1"}`}>
      {hint}
    </p>
  );
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {tall && aside}
      <div className="mt-1">
        {children({ id, "aria-invalid": Boolean(problem), "aria-describedby": said || undefined })}
      </div>
      {problem && <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>}
      {!tall && aside}
    </div>
  );
}
