import type { Failure } from "../chain/failure.ts";
import type { Words } from "../language/en.ts";
import { type Refusal, refusalText } from "../oracle/refusal.ts";

/** A failure as a sentence with its remedy. */
export function failureText(words: Words, failure: Failure): Refusal {
  if (failure.refusal) return refusalText(words, failure.refusal);
  return { text: words.failure[failure.code](failure.detail ?? "") };
}
