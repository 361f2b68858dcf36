"use client";

import { useFormats, useWords } from "../language/context.tsx";
import type { Suggestion } from "../oracle/types.ts";

/** What the figures suggest, in words, the gravest first. */
export function Suggestions({ suggestions }: { suggestions: readonly Suggestion[] }) {
  const { studio: words } = useWords();
  const { whole } = useFormats();
  if (suggestions.length === 0) return <p className="font-serif text-lg text-soft">{words.noSuggestions}</p>;
  return (
    <ul className="max-w-2xl space-y-3">
      {suggestions.map((one) => {
        const text = words.suggestion(one, (n) => words.percent(whole(n)));
        return (
          <li key={text} className="border-l-2 border-attention pl-4 font-serif text-lg">
            {text}
          </li>
        );
      })}
    </ul>
  );
}
