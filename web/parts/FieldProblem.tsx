import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Why a field can't stay as it is, beneath it; heard at once by screen readers. */
export function FieldProblem({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="mt-1 flex items-start gap-1.5 text-sm font-medium">
      <CircleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
