export interface ChoicesProps {
  legend: string;
  hint: string;
  all: readonly string[];
  nameOf(one: string): string;
  chosen: readonly string[];
  onChange(next: string[]): void;
}

/** Any of a few things, each a box to tick. */
export function Choices({ legend, hint, all, nameOf, chosen, onChange }: ChoicesProps) {
  const toggle = (one: string) =>
    onChange(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]);
  return (
    <fieldset>
      <legend className="text-sm font-medium">
        {legend} <span className="font-normal text-soft">{hint}</span>
      </legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {all.map((one) => (
          <label key={one} className="flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              onChange={() => toggle(one)}
              className="size-4 shrink-0 accent-[var(--ink)]"
            />
            {nameOf(one)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
