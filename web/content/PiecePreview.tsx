"use client";

import { useFormats, useWords } from "../language/context.tsx";
import type { ContentDetail } from "../oracle/types.ts";
import { Prose } from "./Prose.tsx";

const COMPLETE = /[.!?…。！？”"]$/;

/** A text that was cut in the middle of a sentence says so, and doesn't end in half a word. */
function trailing(text: string): string {
  const end = text.trimEnd();
  if (COMPLETE.test(end)) return end;
  const words = end.replace(/\s+[\w'’-]*$/, "");
  return COMPLETE.test(words) ? words : `${words}…`;
}

/** The first part, and what a licence opens. */
export function PiecePreview({ content }: { content: ContentDetail }) {
  const { piece, locale } = useWords();
  const { whole } = useFormats();
  const rest = content.language.startsWith("zh") ? piece.restChinese : piece.rest;
  return (
    <>
      <Prose text={trailing(content.preview)} />
      <p lang={locale} className="mt-8 flex max-w-[38rem] items-center gap-4 text-sm text-soft">
        <span aria-hidden="true" className="h-px w-12 shrink-0 bg-strong-line" />
        {rest(whole(content.words))}
      </p>
    </>
  );
}
