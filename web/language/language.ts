import { en, type Words } from "./en.ts";
import { zh } from "./zh.ts";

export type Language = "en" | "zh";

export const LANGUAGE_COOKIE = "heed_language";

export const dictionaries: Record<Language, Words> = { en, zh };

/** BCP 47 tags for `html lang` and Intl. */
export const tags: Record<Language, string> = { en: "en", zh: "zh-Hans" };

/** A text's language as its own readers call it; its tag where we don't speak it. */
export function nameOfLanguage(tag: string): string {
  return Object.hasOwn(dictionaries, tag) ? dictionaries[tag as Language].name : tag;
}

/** The language that was chosen, else the first of the browser's that we speak, else English. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  if (cookie === "en" || cookie === "zh") return cookie;
  for (const part of (acceptLanguage ?? "").split(",")) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith("zh")) return "zh";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}
