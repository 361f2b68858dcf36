import type { Architecture, InterestKind } from "./architecture.ts";
import type { ContentFeatureColumns } from "./contentFeatures.ts";
import type { Sizes } from "./memory.ts";
import { threadCount } from "./parallel/threadCount.ts";

/** How an interest model is trained. Only the seed must be given; what isn't is chosen from the data's own size. */
export interface TrainOptions {
  seed: number;
  /** Which sequence model (default "gru"). */
  model?: InterestKind;
  /** Of a Transformer (default 2). */
  blocks?: number;
  /** Of a Transformer; divides `hidden` (default 2, 1 where that is odd). */
  heads?: number;
  /** What is known of the vocabulary's contents (default: nothing). */
  features?: ContentFeatureColumns;
  /** Width of states and embeddings (default 128, of a Transformer 64). */
  hidden?: number;
  /** The most passes over the data (default 40): training stops earlier when validation says so. */
  epochs?: number;
  /** Sequences a step (default: a fortieth of them, between 16 and 128). */
  batch?: number;
  /** "full" compares with every content, "sampled" with some drawn ones; "auto" (default) is full while an epoch stays cheap. */
  loss?: "auto" | "full" | "sampled";
  /** Draws a step for the sampled loss (default 2,048). */
  negatives?: number;
  /** Default 0.004; of an LSTM 0.006; of a Transformer 0.003 at a batch of 128, and with the batch's fourth root. */
  learningRate?: number;
  /** Share of the input's and of the state's numbers that a step leaves out (default 0.4, of an LSTM 0.5, of a Transformer 0.3). */
  dropout?: number;
  /** Epochs over which the weights are averaged for validation and for the result (default 2); 0 takes the last step's. */
  averaging?: number;
  /** Share of sequences whose last target is kept for validation (default 0.2, at most 2,000 sequences); 0 trains all epochs. */
  validation?: number;
  /** What validation compares: the mean loss (default), or NDCG@10 among contents that are new to the viewer. */
  select?: "loss" | "ndcg";
  /** Epochs without improvement before training stops (default 2; by NDCG, which is noisier, 3 of many viewers and 4 of few). */
  patience?: number;
  /** Threads that share each step (default: the machine's cores, at most 4, where the work is worth it and as far as its memory goes). The same number gives the same model. */
  threads?: number;
  /** File that keeps where training stands, after each epoch and when it is stopped; one that is there already is continued from. */
  checkpoint?: string;
}

export interface TrainProgress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  /** Mean over the epoch so far. */
  loss: number;
  /** Upper bound: training may stop early. */
  etaMs: number;
}

export interface TrainHooks {
  /** Before the first step: what was given, and what the data decided. */
  onChosen?(options: ChosenOptions): void;
  onProgress?(progress: TrainProgress): void;
  /** After each epoch that was validated. */
  onValidation?(result: { epoch: number; loss: number; hr10: number; ndcg10: number }): void;
  signal?: AbortSignal;
}

/** Work of a full-softmax epoch, in floating-point operations, up to which it is worth its time: half a minute of one core. */
const FULL_LOSS_BUDGET = 1e12;
/** Draws that come near to the full loss: 2 to 3 % of NDCG below it. */
const NEGATIVES = 2048;
/** So many contents have to be there for each draw before it saves enough. */
const CONTENTS_A_DRAW = 2;
/** What the kinds differ in, chosen on validation parts (decision 4). */
const BY_KIND = {
  gru: { hidden: 128, learningRate: 0.004, dropout: 0.4 },
  lstm: { hidden: 128, learningRate: 0.006, dropout: 0.5 },
  transformer: { hidden: 64, learningRate: 0.003, dropout: 0.3 },
} as const satisfies Record<InterestKind, Partial<TrainOptions>>;
/** Viewers from which on NDCG moves little by chance. */
const MANY_VIEWERS = 5000;

export function withDefaults(options: TrainOptions, sequences: number, positions: number, contents: number) {
  const usual = BY_KIND[options.model ?? "gru"];
  const hidden = options.hidden ?? usual.hidden;
  const architecture = architectureOf(options, hidden);
  const select = options.select ?? "loss";
  const negatives = options.negatives ?? NEGATIVES;
  const cheap = 6 * positions * contents * hidden <= FULL_LOSS_BUDGET || contents < CONTENTS_A_DRAW * negatives;
  const auto = cheap ? "full" : "sampled";
  const loss = options.loss === undefined || options.loss === "auto" ? auto : options.loss;
  const scores = loss === "full" ? contents : negatives;
  const batch = options.batch ?? Math.max(16, Math.min(128, Math.round(sequences / 40)));
  return {
    seed: options.seed,
    threads: options.threads ?? threadCount({ architecture, hidden, positions, scores }),
    architecture,
    hidden,
    epochs: options.epochs ?? 40,
    batch,
    loss,
    negatives,
    learningRate:
      options.learningRate ?? usual.learningRate * (architecture.kind === "transformer" ? (batch / 128) ** 0.25 : 1),
    dropout: options.dropout ?? usual.dropout,
    averaging: options.averaging ?? 2,
    validation: options.validation ?? Math.min(0.2, 2000 / Math.max(1, sequences)),
    select,
    patience: options.patience ?? (select === "loss" ? 2 : sequences >= MANY_VIEWERS ? 3 : 4),
  } as const;
}

function architectureOf({ model = "gru", blocks = 2, heads }: TrainOptions, hidden: number): Architecture {
  if (model !== "transformer") return { kind: model };
  const chosen = heads ?? (hidden % 2 === 0 ? 2 : 1);
  if (hidden % chosen !== 0) throw new RangeError(`${chosen} heads don't divide ${hidden} hidden units.`);
  return { kind: model, blocks, heads: chosen };
}

export type ChosenOptions = ReturnType<typeof withDefaults>;

/** What decides how long a training takes, and how much memory. */
export function sizesOf(options: ChosenOptions, positions: number, contents: number): Sizes {
  const { architecture, hidden, batch, threads, loss, negatives } = options;
  return { architecture, hidden, batch, threads, positions, contents, scores: loss === "full" ? contents : negatives };
}
