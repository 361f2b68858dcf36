import type { ContentFeatureColumns } from "../interest/contentFeatures.ts";
import { dwellBucket } from "../prepare/tensors.ts";
import type { ContentFeatures } from "./appraiser.ts";

/** Topics of a content that count, the first ones. */
const TOPICS = 3;
/** Of this many contents at least: a feature that one content has alone says nothing that its own row doesn't. */
const FEWEST = 2;

/** Creator, language, length (doubling by doubling) and topics of each content of a vocabulary, as the interest model takes them; undefined where no two contents share any. */
export function featureColumnsOf(
  vocabulary: readonly string[],
  contents: readonly ContentFeatures[],
): ContentFeatureColumns | undefined {
  const described = new Map(contents.map((content) => [content.contentId, content]));
  const named = vocabulary.map((contentId) => {
    const content = described.get(contentId);
    return content === undefined ? [] : namesOf(content);
  });
  const counts = new Map<string, number>();
  for (const names of named) for (const name of new Set(names)) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  // What all have is what none is told apart by.
  const telling = [...counts].filter(([, count]) => count >= FEWEST && count < vocabulary.length);
  const indexOf = new Map(telling.map(([name], index) => [name, index]));
  const columns = Array.from({ length: 3 + TOPICS }, (_, column) =>
    Int32Array.from(named, (names) => indexOf.get(names[column] ?? "") ?? -1),
  ).filter((column) => column.some((feature) => feature >= 0));
  return columns.length === 0 ? undefined : { count: indexOf.size, columns };
}

function namesOf({ creator, language, lengthSeconds, topics }: ContentFeatures): string[] {
  const length = dwellBucket(1000 * lengthSeconds);
  const own = [...new Set(topics)].slice(0, TOPICS).map((topic) => `topic ${topic}`);
  return [
    creator && `creator ${creator}`,
    language && `language ${language}`,
    length > 0 ? `length ${length}` : "",
    ...own,
  ];
}
