import type { ComponentProps } from "react";

const LOOKS = {
  solid: "bg-ink text-paper border-ink hover:opacity-85",
  outline: "border-strong-line hover:border-ink bg-transparent",
  quiet: "border-transparent hover:bg-track/60",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof LOOKS;
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: keyof typeof LOOKS = "outline"): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-[3px] border px-4 py-1.5 text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-60 ${LOOKS[look]}`;
}

export function Button({ look = "outline", className = "", type = "button", ...props }: ButtonProps) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...props} />;
}
