import type { ContentFeatures } from "./appraiser.ts";
import { median } from "./losses.ts";

/** A content with its names replaced by numbers; -1 stands for a creator, topic or language that the model has never met. */
export interface IndexedContent {
  /** Place in the catalogue, -1 for a content that isn't in it. */
  index: number;
  contentId: string;
  creator: number;
  topics: readonly number[];
  /** The same topics by name. */
  topicNames: readonly string[];
  language: number;
  lengthSeconds: number;
}

/** The contents that a model was trained on, by number. */
export class Catalogue {
  readonly contents: readonly ContentFeatures[];
  readonly indexed: readonly IndexedContent[];
  readonly creators: ReadonlyMap<string, number>;
  readonly topics: ReadonlyMap<string, number>;
  readonly languages: ReadonlyMap<string, number>;
  /** Median length, seconds; NaN where none is known. */
  readonly usualLength: number;
  readonly #byId = new Map<string, IndexedContent>();

  constructor(contents: readonly ContentFeatures[]) {
    this.contents = contents;
    this.creators = numbered(contents.map((content) => content.creator));
    this.topics = numbered(contents.flatMap((content) => content.topics));
    this.languages = numbered(contents.map((content) => content.language));
    this.indexed = contents.map((content, index) => this.#number(content, index));
    for (const content of this.indexed) this.#byId.set(content.contentId, content);
    const lengths = this.indexed.map((content) => content.lengthSeconds).filter((length) => length > 0);
    this.usualLength = lengths.length > 0 ? median(Float64Array.from(lengths)) : Number.NaN;
  }

  get(contentId: string): IndexedContent | undefined {
    return this.#byId.get(contentId);
  }

  /** The content as the catalogue knows it; one that isn't in it is numbered from its features. */
  resolve(content: ContentFeatures): IndexedContent {
    return this.#byId.get(content.contentId) ?? this.#number(content, -1);
  }

  #number(content: ContentFeatures, index: number): IndexedContent {
    const seconds = content.lengthSeconds;
    const topicNames = [...new Set(content.topics)].filter((topic) => this.topics.has(topic));
    return {
      index,
      contentId: content.contentId,
      creator: this.creators.get(content.creator) ?? -1,
      topics: topicNames.map((topic) => this.topics.get(topic)!),
      topicNames,
      language: this.languages.get(content.language) ?? -1,
      lengthSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : Number.NaN,
    };
  }
}

function numbered(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return numbers;
}
