import type { InterestModelParts } from "../serialized.ts";
import type { GruWeights, LstmWeights, TransformerWeights } from "../weights.ts";
import { type Encoder, recurrentEncoder } from "./encoder.ts";
import { type BatchEncoder, createGruBatch } from "./gruBatch.ts";
import { createGruCell } from "./gruCell.ts";
import { createLstmCell } from "./lstmCell.ts";
import { createTransformerEncoder } from "./transformerEncoder.ts";

/** The encoder for a model's architecture. */
export function createEncoder({ architecture, hidden, weights }: InterestModelParts): Encoder {
  switch (architecture.kind) {
    case "gru":
      return recurrentEncoder(createGruCell(hidden, weights as GruWeights), hidden);
    case "lstm":
      return recurrentEncoder(createLstmCell(hidden, weights as LstmWeights), hidden);
    case "transformer":
      return createTransformerEncoder(hidden, architecture, weights as TransformerWeights);
  }
}

/** What encodes many histories faster at once than one by one, where there is such a thing for the architecture. */
export function createBatchEncoder({ architecture, hidden, weights }: InterestModelParts): BatchEncoder | undefined {
  return architecture.kind === "gru" ? createGruBatch(hidden, weights as GruWeights) : undefined;
}
