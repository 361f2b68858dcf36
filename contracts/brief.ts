import { type Hex, keccak256, stringToHex } from "viem";

/** Whose attention a campaign wants. */
export interface Audience {
  /** Contents with one of these topics; none: any. */
  topics: readonly string[];
  /** Contents in one of these languages (BCP 47, as their creators tagged them); none: any. */
  languages: readonly string[];
  /** Who is shown the ad: anybody who opted in, or only those whose own attention goes to such contents. What can be bought is the same. */
  matching: Matching;
}

export const MATCHINGS = ["standard", "personal"] as const;
export type Matching = (typeof MATCHINGS)[number];

/** What viewers see. */
export interface Creative {
  title: string;
  text: string;
  /** An http or https address. */
  link: string;
  /** BCP 47: of title and text. */
  language: string;
}

/** What stands behind a campaign's `audienceHash`. */
export interface Brief {
  audience: Audience;
  creative: Creative;
}

/** A brief as one JSON text: the same whatever the order of its fields, topics and languages, and however often those are named. */
export function canonicalBrief({ audience, creative }: Brief): string {
  const { language, link, text, title } = creative;
  return `{"audience":${canonicalAudience(audience)},"creative":${JSON.stringify({ language, link, text, title })}}`;
}

/** The audience's part of that text. */
function canonicalAudience({ topics, languages, matching }: Audience): string {
  return JSON.stringify({ languages: sorted(languages), matching, topics: sorted(topics) });
}

/**
 * The `audienceHash` of a campaign with this brief: keccak-256 of the UTF-8 of its canonical JSON. Whoever is given a brief checks it
 * against the chain by this alone; reporters do, before they reckon with an audience. Pure, and needs nothing but viem.
 */
export function briefHash(brief: Brief): Hex {
  return keccak256(stringToHex(canonicalBrief(brief)));
}

/** Whether attention to a content is what an audience wants. */
export function matchesAudience(
  { topics, languages }: Pick<Audience, "topics" | "languages">,
  content: { topics: readonly string[]; language: string },
): boolean {
  return (
    (topics.length === 0 || content.topics.some((topic) => topics.includes(topic))) &&
    (languages.length === 0 || languages.includes(content.language))
  );
}

/** By UTF-16 units, each once: not by any locale. */
function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
