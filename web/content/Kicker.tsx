"use client";

import { useWords } from "../language/context.tsx";
import type { ContentSummary } from "../oracle/types.ts";
import { pieceLanguage, readingMinutes } from "./pieceLanguage.ts";

const NAMES: Record<string, string> = { en: "English", zh: "中文" };

/** What a piece is about, how long it takes, and its language where that isn't the page's. */
export function Kicker({ content }: { content: ContentSummary }) {
  const words = useWords();
  const foreign = content.language.slice(0, 2) !== words.locale;
  return (
    <p className="kicker">
      {content.topics
        .slice(0, 2)
        .map((topic) => words.topics[topic] ?? topic)
        .join(" / ")}
      <span className="figures"> · {words.feed.minutes(readingMinutes(content.words, content.language))}</span>
      {foreign && (
        <span lang={pieceLanguage(content.language)}>
          {" · "}
          {NAMES[content.language.slice(0, 2)] ?? content.language}
        </span>
      )}
    </p>
  );
}
