import { createRandom, type Random } from "../../../oracle/interest/random.ts";
import type { BehaviourEvent } from "../../../oracle/prepare/events.ts";
import { normal, poisson } from "./draws.ts";
import { type AudiencePiece, drawCharacters } from "./piece.ts";
import { drawReader, type Reader } from "./reader.ts";
import { Recorder } from "./recorder.ts";
import { sit } from "./session.ts";

export interface AudienceOptions {
  pieces: readonly AudiencePiece[];
  /** When the simulated days end, ms; no event is later. */
  endMs: number;
  /** Default 240. */
  viewers?: number;
  /** Default 5; the intake takes nothing older than 7. */
  days?: number;
  /** The same seed, pieces and `endMs` give the same audience. Default 1. */
  seed?: number;
}

export interface SimulatedViewer {
  /** "reader-001", … */
  name: string;
  /** In time order. */
  events: BehaviourEvent[];
}

const DAY_MS = 24 * 3600 * 1000;
const HOUR_MS = 3600 * 1000;
const BREAK_MS = 10 * 60 * 1000;

/**
 * Simulates an audience that reads the pieces over the last days: pure, and the same for the same options.
 * How it works, and how it differs from what the models assume, is told in docs/audience.md.
 */
export function simulateAudience(options: AudienceOptions): SimulatedViewer[] {
  const { pieces, endMs, viewers = 240, days = 5, seed = 1 } = options;
  if (!(days > 0 && days <= 6.5))
    throw new RangeError("An audience's days lie between 0 and 6.5: older events are refused.");
  const characters = drawCharacters(pieces, createRandom(seed));
  const topics = [...new Set(pieces.flatMap((piece) => piece.topics))].sort();
  return Array.from({ length: viewers }, (_, index) => {
    // Streams of their own: one viewer more changes nobody else, and the times of day change no id.
    const random = createRandom(seed * 100_003 + 2 * index + 1);
    const ids = createRandom(seed * 100_003 + 2 * index + 2);
    const reader = drawReader(topics, random);
    const events: BehaviourEvent[] = [];
    let freeFromMs = endMs - days * DAY_MS;
    for (const wantedMs of sittings(reader, endMs, days, random)) {
      const recorder = new Recorder(Math.max(wantedMs, freeFromMs), ids);
      sit(reader, characters, recorder, random);
      // A sitting that isn't over yet is left out whole.
      if (recorder.nowMs >= endMs) break;
      events.push(...recorder.events);
      freeFromMs = recorder.nowMs + BREAK_MS;
    }
    return { name: `reader-${String(index + 1).padStart(3, "0")}`, events };
  });
}

/** When a reader sits down: a few times a day, around their hour. Rising. */
function sittings(reader: Reader, endMs: number, days: number, random: Random): number[] {
  const startMs = endMs - days * DAY_MS;
  const midnightMs = Math.floor(startMs / DAY_MS) * DAY_MS;
  const times: number[] = [];
  for (let day = 0; day <= days; day++) {
    for (let left = poisson(random, reader.sessionsPerDay); left > 0; left--) {
      times.push(midnightMs + day * DAY_MS + (reader.hour + 1.8 * normal(random)) * HOUR_MS);
    }
  }
  return times.filter((time) => time >= startMs && time < endMs).sort((a, b) => a - b);
}
