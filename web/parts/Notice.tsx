import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";

export interface NoticeProps {
  kind?: "note" | "problem";
  children: ReactNode;
  /** A button or link that remedies it */
  action?: ReactNode;
}

/** A remark in the flow of the page. Problems are announced to screen readers at once. */
export function Notice({ kind = "note", children, action }: NoticeProps) {
  const Icon = kind === "problem" ? CircleAlert : Info;
  return (
    <div
      role={kind === "problem" ? "alert" : "note"}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-l-2 py-1 pl-4 text-sm ${kind === "problem" ? "border-ink" : "border-line text-soft"}`}
    >
      <p className="flex min-w-0 flex-1 basis-64 items-start gap-2">
        <Icon aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
        <span>{children}</span>
      </p>
      {action}
    </div>
  );
}
