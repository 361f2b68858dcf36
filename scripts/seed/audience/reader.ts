import type { Random } from "../../../oracle/interest/random.ts";
import { between, chance, logNormal, normal, sample } from "./draws.ts";
import type { PieceCharacter } from "./piece.ts";

/** Who a simulated viewer is (fixed), and what they remember (changing as they read). */
export interface Reader {
  /** Understanding of a language, 0..1. */
  fluency: ReadonlyMap<string, number>;
  /** Liking of a topic: about 2 for a love, 0 for no opinion, -1.5 for a bore. */
  tastes: ReadonlyMap<string, number>;
  /** Time taken, beside the time the oracle assumes. */
  pace: number;
  /** How long a text can hold this reader when nothing else speaks for or against it. */
  patienceSeconds: number;
  /** How readily they like, share, comment, hide: a shift of the log-odds. */
  boldness: number;
  /** Mean number of sessions a day, and the hour of the day (UTC) around which they fall. */
  sessionsPerDay: number;
  hour: number;
  memory: Memory;
}

export interface Memory {
  /** What became of a piece: how often it was passed by, and the share read the last time it was opened. */
  pieces: Map<string, { passedBy: number; share: number; liked: boolean; hidden: boolean }>;
  /** Trust in a creator, gained by good reads and lost by bad ones. */
  creators: Map<string, number>;
  /** Having had enough of a topic for now. */
  satiation: Map<string, number>;
}

/** Draws one reader. */
export function drawReader(topics: readonly string[], random: Random): Reader {
  const loves = sample(random, topics, () => 1, 2 + random.below(2));
  const bores = sample(
    random,
    topics.filter((topic) => !loves.includes(topic)),
    () => 1,
    2,
  );
  const taste = (topic: string) => (loves.includes(topic) ? 1.9 : bores.includes(topic) ? -1.5 : 0);
  const tongue = random.next();
  // Three in five read English alone, a quarter Chinese alone, the rest both.
  const fluency = tongue < 0.6 ? { en: 1, zh: 0.01 } : tongue < 0.85 ? { en: 0.08, zh: 1 } : { en: 0.9, zh: 0.95 };
  return {
    fluency: new Map(Object.entries(fluency)),
    tastes: new Map(topics.map((topic) => [topic, taste(topic) + 0.35 * normal(random)])),
    pace: logNormal(random, 1, 0.22),
    patienceSeconds: logNormal(random, 95, 0.45),
    boldness: 0.8 * normal(random),
    sessionsPerDay: chance(random, 0.2) ? between(random, 1.5, 2.5) : between(random, 0.4, 1.3),
    hour: chance(random, 0.6) ? between(random, 17, 23) : between(random, 6, 17),
    memory: { pieces: new Map(), creators: new Map(), satiation: new Map() },
  };
}

/** How well a piece suits a reader, leaving aside what they remember: the mean taste for its topics. */
export function taste(reader: Reader, piece: PieceCharacter): number {
  const sum = piece.topics.reduce((total, topic) => total + (reader.tastes.get(topic) ?? 0), 0);
  return sum / Math.max(1, piece.topics.length);
}

export function fluencyIn(reader: Reader, piece: PieceCharacter): number {
  return reader.fluency.get(piece.language) ?? 0;
}

/** What a reader remembers of a piece; made on first asking. */
export function memoryOf(reader: Reader, contentId: string) {
  const known = reader.memory.pieces.get(contentId);
  if (known) return known;
  const fresh = { passedBy: 0, share: 0, liked: false, hidden: false };
  reader.memory.pieces.set(contentId, fresh);
  return fresh;
}
