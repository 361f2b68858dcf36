"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { ChineseFonts } from "./ChineseFonts.tsx";
import type { Words } from "./en.ts";
import { dictionaries, LANGUAGE_COOKIE, type Language, tags } from "./language.ts";

const Context = createContext<Language>("en");
/** The English is British, and so are its dates. */
const FORMATS: Record<Language, string> = { ...tags, en: "en-GB" };
const YEAR_SECONDS = 365 * 24 * 3600;

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <Context value={language}>
      {language === "zh" && <ChineseFonts />}
      {children}
    </Context>
  );
}

/** Everything the interface says, in the viewer's language. */
export function useWords(): Words {
  return dictionaries[useContext(Context)];
}

/** The viewer's language and how to change it: kept in a cookie, so that the server renders it too. */
export function useLanguage() {
  const language = useContext(Context);
  const router = useRouter();
  return {
    language,
    setLanguage(next: Language) {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't in every browser yet
      document.cookie = `${LANGUAGE_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
      document.documentElement.lang = tags[next];
      router.refresh();
    },
  };
}

/** Numbers and dates as the viewer's language writes them. */
export function useFormats() {
  const tag = FORMATS[useContext(Context)];
  return useMemo(() => {
    const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
    const tenths = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const figure = new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 });
    const signed = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
    const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 });
    const moment = new Intl.DateTimeFormat(tag, {
      day: "numeric",
      month: tag === "en-GB" ? "short" : "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    const second = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "medium" });
    const date = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
    return {
      whole: (n: number) => whole.format(n),
      tenths: (n: number) => tenths.format(n),
      /** Beside an axis, short. */
      figure: (n: number) => figure.format(n),
      signed: (n: number) => signed.format(n).replace("-", "−"),
      percent: (share: number) => percent.format(share),
      date: (ms: number) => date.format(ms),
      /** Short, for an axis. */
      moment: (ms: number) => moment.format(ms),
      /** To the second. */
      second: (ms: number) => second.format(ms),
    };
  }, [tag]);
}
