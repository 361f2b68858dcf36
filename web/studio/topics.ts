import { dictionaries } from "../language/language.ts";

/** Topics as typed, with commas between them: each once, in lower case and with single spaces, a known one's name in any language as that topic. */
export function readTopics(typed: string): string[] {
  return [
    ...new Set(typed.split(/[,，、]/).flatMap((part) => topicOf(part.trim().replace(/\s+/g, " ").toLowerCase()) || [])),
  ];
}

function topicOf(name: string): string {
  for (const { topics } of Object.values(dictionaries)) {
    const found = Object.entries(topics).find(([, said]) => said.toLowerCase() === name);
    if (found) return found[0];
  }
  return name;
}
