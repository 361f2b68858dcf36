import { cookies, headers } from "next/headers";
import { chooseLanguage, dictionaries, LANGUAGE_COOKIE, type Language } from "./language.ts";

/** The request's language. */
export async function requestLanguage(): Promise<Language> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, head.get("accept-language"));
}

/** The request's dictionary, for titles and other words rendered on the server. */
export async function requestWords() {
  return dictionaries[await requestLanguage()];
}
