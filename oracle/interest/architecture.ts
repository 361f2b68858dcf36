/** The sequence models that there are. */
export const INTEREST_KINDS = ["gru", "lstm", "transformer"] as const;
export type InterestKind = (typeof INTEREST_KINDS)[number];

/** How a sequence model is built, beside its width. */
export type Architecture =
  | { readonly kind: "gru" | "lstm" }
  | {
      readonly kind: "transformer";
      /** Attention and feed-forward, one behind the other, this many times. */
      readonly blocks: number;
      /** Divides the width. */
      readonly heads: number;
    };
