"use client";

import { ToggleGroup } from "radix-ui";

/** One of a few views of the same list; chosen is always exactly one. */
export function SegmentedControl<T extends string>(props: {
  label: string;
  options: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
}) {
  const { label, options, value, onChange } = props;
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      aria-label={label}
      className="flex border border-strong-line text-sm"
    >
      {Object.entries<string>(options).map(([option, words]) => (
        <ToggleGroup.Item
          key={option}
          value={option}
          className="min-h-10 px-4 data-[state=on]:bg-ink data-[state=on]:text-paper"
        >
          {words}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
