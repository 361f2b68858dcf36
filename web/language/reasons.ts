import type { Reason } from "../oracle/types.ts";
import type { Words } from "./en.ts";

/** A reason in the viewer's language; one that the dictionary doesn't know stays in the oracle's English. */
export function reasonText(words: Words, reason: Reason): { text: string; language: string | undefined } {
  const phrase = words.reasons[reason.code];
  const { topic, ...rest } = reason.params;
  const params = topic === undefined ? rest : { ...rest, topic: words.topics[topic] ?? topic };
  return phrase ? { text: phrase(params), language: undefined } : { text: reason.text, language: "en" };
}
