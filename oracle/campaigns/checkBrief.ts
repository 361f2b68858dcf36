import type { Brief } from "@heed/contracts/brief";
import { BadInputError } from "../service/errors.ts";

/** What audiences can be made of: the topics and languages of what is on sale. */
export interface Choices {
  topics: ReadonlySet<string>;
  languages: ReadonlySet<string>;
}

/** Topics and languages of these contents. */
export function choicesOf(
  contents: readonly { features: { topics: readonly string[]; language: string } | null }[],
): Choices {
  return {
    topics: new Set(contents.flatMap(({ features }) => features?.topics ?? [])),
    languages: new Set(contents.flatMap(({ features }) => features?.language ?? [])),
  };
}

/**
 * Checks what the schema can't: that the audience's topics and languages exist, and that the link leads to a web page.
 * @returns the brief with its link as a browser reads it.
 * @throws {BadInputError} naming the field.
 */
export function checkBrief(brief: Brief, choices: Choices): Brief {
  const { audience, creative } = brief;
  for (const topic of audience.topics) {
    if (!choices.topics.has(topic)) {
      throw new BadInputError(`No piece on sale has the topic «${topic}».`, {
        code: "unknown-topic",
        field: "audience.topics",
        hint: "Take topics that GET /campaigns/audience lists; with none, all of them count.",
      });
    }
  }
  for (const language of audience.languages) {
    if (!choices.languages.has(language)) {
      throw new BadInputError(`No piece on sale is in the language «${language}».`, {
        code: "unknown-language",
        field: "audience.languages",
        hint: "Take languages that GET /campaigns/audience lists; with none, all of them count.",
      });
    }
  }
  return { audience, creative: { ...creative, link: checkLink(creative.link) } };
}

function checkLink(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new BadInputError("The link is not a web address: an ad can lead to an http or https page only.", {
      code: "bad-link",
      field: "creative.link",
      hint: "Write the whole address, such as https://example.org/offer.",
    });
  }
  if (url.username || url.password) {
    throw new BadInputError("The link carries a user name or password, which can disguise where it leads.", {
      code: "bad-link",
      field: "creative.link",
      hint: "Leave out everything before the @.",
    });
  }
  return url.href;
}
