import type { InterestModel } from "../interest/model.ts";
import type { Visit } from "../prepare/visits.ts";

/** What the models know of a content before anybody has seen it. */
export interface ContentFeatures {
  contentId: string;
  creator: string;
  topics: readonly string[];
  language: string;
  /** Time that the whole of it takes: a text's reading time, a video's duration. */
  lengthSeconds: number;
}

/** One thing that moved an appraisal. The dApp words it by `code` in the reader's language; `text` is the English. */
export interface Reason {
  code: string;
  params: Record<string, string | number>;
  text: string;
}

export interface Appraisal {
  contentId: string;
  /** Probability, 0..1, that the viewer attends to this content next, over the catalogue. */
  interest: number;
  /** Seconds of attention that the viewer is expected to give: finite, 0 or more. */
  value: number;
  /** Mean of `value` over the viewers that the model was trained on, seconds. */
  standardValue: number;
  /** At most three: those first that point from `standardValue` to `value`, and of them the strongest. */
  reasons: Reason[];
}

/** A trained model, ready to serve. Pure: the same arguments give the same answer. */
export interface Appraiser {
  /** Name of the artefact, and its hash: together they say what a quote was made with. */
  readonly model: string;
  readonly modelHash: `0x${string}`;
  /** The sequence model in it; absent while nothing is trained. */
  readonly sequence?: InterestModel;
  /** Contents that so many viewers attended to, in what it was trained on, that anybody may have the sequence model's numbers of them. */
  readonly widelyAttended?: readonly string[];
  /**
   * Appraises `contents` for a viewer with `history` (oldest first; the last 50 visits count) at `atMs`. An empty history and
   * contents that the model has never seen are fine: the population's means stand in. `known` describes contents that the history
   * may name and the model not know, so that a visit to a new content speaks for its like (default: `contents`). `state` spares the sequence
   * model the history: what `sequence.advance` gives after its last 50 visits.
   */
  appraise(
    history: readonly Visit[],
    contents: readonly ContentFeatures[],
    atMs: number,
    known?: readonly ContentFeatures[],
    state?: Float32Array,
  ): Appraisal[];
}
