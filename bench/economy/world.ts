import { randomUUID } from "node:crypto";
import { getAddress, keccak256, toHex } from "viem";
import { createRandom, seedOf } from "../../oracle/interest/random.ts";
import type { BehaviourEvent, EventKind } from "../../oracle/prepare/events.ts";
import type { FrozenRow } from "../../oracle/settle/frozenRows.ts";

export const HOUR_MS = 3_600_000;
/** In 2030, at midnight UTC. */
export const FIRST_EPOCH = 525_960;
export const EPOCHS = 30;
export const READERS = 40;
/** How long everybody, honest or not, is there in an epoch. */
export const SESSION_MS = 420_000;
const BEAT_MS = 5_000;

/** A piece; split over several contents by who hopes to gain by that. Pieces of the same topics stand in the same cells. */
export interface Piece {
  author: string;
  topics: string[];
  contents: string[];
}

const TOPICS = [["bread"], ["stars"], ["rivers"], ["bread", "stars"]];
const GROUPS = TOPICS.length;
/** Pieces of each group by authors who have no part in any attack. */
export const OTHERS = 4;

export const addressOf = (name: string) => getAddress(`0x${keccak256(toHex(name)).slice(-40)}`);

/** Pieces by honest authors, then one of each group by the agents in question; theirs in `parts` contents each. */
export function makePieces(parts: number): Piece[] {
  const by = (author: string, group: number, of: number): Piece => ({
    author,
    topics: TOPICS[group]!,
    contents: Array.from({ length: of }, (_, part) => contentIdOf(author, group, part)),
  });
  return [
    ...TOPICS.flatMap((_, group) =>
      Array.from({ length: OTHERS }, (_, i) => by(`author ${group * OTHERS + i}`, group, 1)),
    ),
    ...TOPICS.map((_, group) => by(`agent ${group}`, group, parts)),
  ];
}

const contentIdOf = (...parts: unknown[]) => String(BigInt(keccak256(toHex(parts.join(" ")))) % 10n ** 9n);

/** The piece by an honest author of the same topics as a piece of group `group`. */
export const honestPiece = (pieces: readonly Piece[], group: number, choice = 0) =>
  pieces[group * OTHERS + (choice % OTHERS)]!;
/** The agents' own piece of a group. */
export const ownPiece = (pieces: readonly Piece[], group: number) => pieces[GROUPS * OTHERS + group]!;

export function event(kind: EventKind, contentId: string, atMs: number, dwellMs = 0): BehaviourEvent {
  return { id: randomUUID(), contentId, kind, atMs, dwellMs };
}

/** What the meter sends of a piece read from one moment to another: each of its contents for as long as the others. */
export function readPiece(piece: Piece, fromMs: number, toMs: number): BehaviourEvent[] {
  const eachMs = (toMs - fromMs) / piece.contents.length;
  return piece.contents.flatMap((contentId, part) => {
    const [startMs, endMs] = [fromMs + Math.round(part * eachMs), fromMs + Math.round((part + 1) * eachMs)];
    const events = [event("click", contentId, startMs)];
    for (let atMs = startMs; atMs < endMs; ) {
      const beatMs = Math.min(BEAT_MS, endMs - atMs);
      atMs += beatMs;
      events.push(event("dwell", contentId, atMs, beatMs));
    }
    return events;
  });
}

/** A stretch of somebody's session spent on one group's topics. */
export interface Visit {
  group: number;
  choice: number;
  fromMs: number;
  toMs: number;
}

/** When an agent reads in an epoch, and which topics: the same for who attacks and for the honest one. */
export function visitsOf(seed: number, agent: number, epoch: number): Visit[] {
  const random = createRandom(seedOf(seed, agent, epoch));
  const startMs = epoch * HOUR_MS + 120_000 + random.below(HOUR_MS - SESSION_MS - 300_000);
  const visits: Visit[] = [];
  for (let fromMs = startMs; fromMs < startMs + SESSION_MS; ) {
    const toMs = Math.min(fromMs + 60_000 + 10_000 * random.below(13), startMs + SESSION_MS);
    visits.push({ group: random.below(GROUPS), choice: random.below(OTHERS + 1), fromMs, toMs });
    fromMs = toMs;
  }
  return visits;
}

export interface Campaign {
  campaignId: string;
  topics: readonly string[];
  /** What it pays in for each epoch, all of it before the first: HEED wei. */
  epochWei: bigint;
  maxRateWei: bigint;
}

/** The last bids less than the rate at first. */
export const CAMPAIGNS: readonly Campaign[] = [
  { campaignId: "1", topics: [], epochWei: 60n * 10n ** 18n, maxRateWei: 2n * 10n ** 16n },
  { campaignId: "2", topics: ["bread"], epochWei: 40n * 10n ** 18n, maxRateWei: 3n * 10n ** 16n },
  { campaignId: "3", topics: ["stars"], epochWei: 30n * 10n ** 18n, maxRateWei: 8n * 10n ** 15n },
];

/** A piece's contents as frozen rows: the author has all but the protocol's least part. */
export function contentRows(pieces: readonly Piece[]): FrozenRow[] {
  return pieces.flatMap(({ author, topics, contents }) =>
    contents.map(
      (contentId): FrozenRow => ({
        kind: "content",
        contentId,
        creator: addressOf(author),
        language: "en",
        topics,
        payees: [addressOf(author), addressOf("treasury")],
        bps: [9_750, 250],
      }),
    ),
  );
}
