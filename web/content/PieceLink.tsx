"use client";

import Link from "next/link";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useWords } from "../language/context.tsx";
import { pieceLanguage } from "./pieceLanguage.ts";

/** A piece by its title, in its own language; by its number where the oracle holds no work for it. */
export function PieceLink({ contentId, title, language }: Record<"contentId" | "title" | "language", string>) {
  const { market: words } = useWords();
  return (
    <>
      {language.startsWith("zh") && <ChineseFonts />}
      <Link
        href={`/content/${contentId}`}
        lang={title ? pieceLanguage(language) : undefined}
        className="font-serif text-base hover:text-link"
      >
        {title || words.untitled(contentId)}
      </Link>
    </>
  );
}
