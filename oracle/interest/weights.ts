/** The learned arrays of a GRU interest model, row-major. V contents, H hidden. */
export interface GruWeights {
  /** [V, H]: what a content adds to the input, and what a state is compared with. */
  contents: Float32Array;
  /** [V]: how often a content is attended to, whoever the viewer is. */
  bias: Float32Array;
  /** [1, H]: stands for any content outside the vocabulary. */
  unknown: Float32Array;
  /** [kinds, H], [buckets, H], [buckets, H]; absent where the training data didn't have them. */
  kinds?: Float32Array;
  dwells?: Float32Array;
  gaps?: Float32Array;
  /** [H, 3H], [H, 3H], [3H], [H], as in operations/gru.ts. */
  w: Float32Array;
  u: Float32Array;
  b: Float32Array;
  c: Float32Array;
}

export const WEIGHT_NAMES = ["contents", "bias", "unknown", "kinds", "dwells", "gaps", "w", "u", "b", "c"] as const;
export type WeightName = (typeof WEIGHT_NAMES)[number];
