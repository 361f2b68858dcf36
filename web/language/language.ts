import { en, type Words } from "./en.ts";
import { zh } from "./zh.ts";

export type Language = "en" | "zh";

export const LANGUAGE_COOKIE = "heed_language";

export const dictionaries: Record<Language, Words> = { en, zh };

/** BCP 47 tags for `html lang` and Intl. */
export const tags: Record<Language, string> = { en: "en", zh: "zh-Hans" };

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
