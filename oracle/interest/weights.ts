/** The learned arrays that every interest model has, row-major. V contents, H hidden. */
export interface SharedWeights {
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
}

/** [H, 3H], [H, 3H], [3H], [H], as in operations/gru.ts. */
export interface GruWeights extends SharedWeights {
  w: Float32Array;
  u: Float32Array;
  b: Float32Array;
  c: Float32Array;
}

/** [H, 4H], [H, 4H], [4H], as in operations/lstm.ts. */
export interface LstmWeights extends SharedWeights {
  w: Float32Array;
  u: Float32Array;
  b: Float32Array;
}

/** The arrays of one block, as in operations/transformer.ts. */
export type BlockArray =
  | "attendGain"
  | "attendShift"
  | "qkv"
  | "qkvBias"
  | "mix"
  | "mixBias"
  | "feedGain"
  | "feedShift"
  | "rise"
  | "riseBias"
  | "fall"
  | "fallBias";

export interface TransformerWeights extends SharedWeights {
  /** [heads, 50]: how much each head looks how far back; the same in all blocks. */
  distances: Float32Array;
  [name: `block${number}.${BlockArray}`]: Float32Array;
  /** [H], [H]: of the last normalisation. */
  gain: Float32Array;
  shift: Float32Array;
}

export type InterestWeights = GruWeights | LstmWeights | TransformerWeights;
