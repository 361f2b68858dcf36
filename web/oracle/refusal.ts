import type { Words } from "../language/en.ts";
import type { OracleError } from "./OracleError.ts";

/** What is said of an error of the oracle; `lang` where that isn't in the reader's language. */
export interface Refusal {
  text: string;
  lang?: "en";
}

/** An error of the oracle in the reader's words: by its code, and by the field where it is about one; an unknown code's as the oracle says it. */
export function refusalText({ refusals, problem }: Words, error: OracleError): Refusal {
  const { code, message, hint, status } = error;
  if (code === "unreachable") return { text: problem.unreachable };
  if (Object.hasOwn(refusals.codes, code)) {
    const field = lastName(error.field);
    return { text: refusals.codes[code as keyof typeof refusals.codes](refusals.fields[field] ?? `«${field}»`, field) };
  }
  // Something between us and the oracle answered.
  if (code === `http-${status}`) return { text: problem.generic };
  return { text: `${message} ${hint}`, lang: "en" };
}

/** "topics" of "audience.topics.3". */
function lastName(path: string): string {
  return path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
}
