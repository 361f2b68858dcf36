import { DWELL_BUCKETS, GAP_BUCKETS, KIND_COUNT } from "../prepare/tensors.ts";
import { HISTORY_LENGTH } from "../prepare/visits.ts";
import type { Architecture } from "./architecture.ts";
import type { BlockArray } from "./weights.ts";

/** How an array begins: "spread" is uniform within ±1/√H, "wide" three times that, "modest" 0.3, "faint" a tenth, "share" ln of a content's share, "forget" 1 on an LSTM's forget gate. */
export type Start = "zero" | "one" | "spread" | "wide" | "modest" | "faint" | "share" | "forget";

/** A learned array's shape and start. */
export interface LearnedArray {
  readonly shape: readonly number[];
  readonly start: Start;
}

/** The arrays that are left out where the training data doesn't have what they describe. */
export const OPTIONAL_ARRAYS = ["kinds", "dwells", "gaps"] as const;

/** Every array that a model of this build may have, in the order in which they are stored. */
export function layoutOf(
  architecture: Architecture,
  hidden: number,
  contents: number,
): ReadonlyMap<string, LearnedArray> {
  return new Map(
    Object.entries({
      contents: { shape: [contents, hidden], start: CONTENTS_START[architecture.kind] },
      bias: { shape: [contents], start: "share" },
      unknown: { shape: [1, hidden], start: "zero" },
      kinds: { shape: [KIND_COUNT, hidden], start: "faint" },
      dwells: { shape: [DWELL_BUCKETS, hidden], start: "faint" },
      gaps: { shape: [GAP_BUCKETS, hidden], start: "faint" },
      ...bodyOf(architecture, hidden),
    }),
  );
}

/**
 * A Transformer's states are √H long from the start: under them larger contents would drown popularity in noise. An LSTM's are the
 * smallest, a product of two gates, and larger contents open its gates wider.
 */
const CONTENTS_START = { transformer: "modest", gru: "spread", lstm: "wide" } as const satisfies Record<string, Start>;

function bodyOf(architecture: Architecture, hidden: number): Record<string, LearnedArray> {
  switch (architecture.kind) {
    case "gru":
      return { ...recurrent(hidden, 3, "zero"), c: { shape: [hidden], start: "zero" } };
    case "lstm":
      // Remembering is the start from which gradients reach furthest back (Gers et al. 2000; Jozefowicz et al. 2015).
      return recurrent(hidden, 4, "forget");
    case "transformer": {
      const blocks = Array.from({ length: architecture.blocks }, (_, i) =>
        Object.entries(block(hidden)).map(([name, array]) => [`block${i}.${name}`, array] as const),
      );
      return {
        distances: { shape: [architecture.heads, HISTORY_LENGTH], start: "zero" },
        ...Object.fromEntries(blocks.flat()),
        gain: { shape: [hidden], start: "one" },
        shift: { shape: [hidden], start: "zero" },
      };
    }
  }
}

function recurrent(hidden: number, gates: number, start: Start): Record<"w" | "u" | "b", LearnedArray> {
  return {
    w: { shape: [hidden, gates * hidden], start: "spread" },
    u: { shape: [hidden, gates * hidden], start: "spread" },
    b: { shape: [gates * hidden], start },
  };
}

function block(hidden: number): Record<BlockArray, LearnedArray> {
  const vector = (start: Start, width = hidden): LearnedArray => ({ shape: [width], start });
  const matrix = (width: number): LearnedArray => ({ shape: [hidden, width], start: "spread" });
  return {
    attendGain: vector("one"),
    attendShift: vector("zero"),
    qkv: matrix(3 * hidden),
    qkvBias: vector("zero", 3 * hidden),
    mix: matrix(hidden),
    mixBias: vector("zero"),
    feedGain: vector("one"),
    feedShift: vector("zero"),
    rise: matrix(hidden),
    riseBias: vector("zero"),
    fall: matrix(hidden),
    fallBias: vector("zero"),
  };
}
