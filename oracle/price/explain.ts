import type { Address, Hex } from "viem";
import { visitsOf } from "../prepare/visits.ts";
import { NotFoundError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { findQuote, type QuoteRow } from "../store/quotes.ts";
import { readEventsBySeq } from "../store/viewerInputs.ts";
import type { Appraiser, ContentFeatures, Reason } from "../value/appraiser.ts";
import { quoteDigester, toHexString } from "./digest.ts";
import { inputsHash, type PriceInputs } from "./inputs.ts";
import { recoverSigner } from "./signer.ts";
import { priceSteps } from "./steps.ts";
import { unitPrice } from "./unitPrice.ts";

/** What a quote says, in the form that is compared and shown; wei as decimal strings. */
export interface ExplainedFields {
  interest: number | null;
  value: number;
  unitPriceWei: string;
  inputsHash: string;
  signer: string | null;
  digest: string | null;
}

export interface Difference {
  /** Field of the quote, or the input that is missing. */
  field: keyof ExplainedFields | "message" | "events" | "model";
  stored: string | number | null;
  recomputed: string | number | null;
  text: string;
}

export interface Explanation {
  digest: string;
  kind: "personal" | "standard";
  contentId: string;
  model: string;
  modelHash: string;
  createdAtMs: number;
  /** How many events the model read then, and how many of them are still there. */
  events: { read: number; found: number };
  /** Whether everything that was stored follows from the stored inputs and the named model. */
  holds: boolean;
  stored: ExplainedFields;
  /** Null where an input is missing. */
  recomputed: ExplainedFields | null;
  differences: Difference[];
  reasons: Reason[];
}

export interface ExplainParts {
  db: Database;
  /** The model of a hash, or null if it is no longer kept. */
  findAppraiser(hash: string): Promise<Appraiser | null>;
  /** What is known of the contents with these ids, in order of id. */
  featuresOf(contentIds: readonly string[]): Promise<ContentFeatures[]>;
  /** Who must have signed: the quote signer of this oracle. */
  signer: Address;
  /** The buyer, if known: only then can the digest itself be computed again, for the buyer isn't stored. */
  buyer?: Address | undefined;
}

/**
 * Derives a stored quote again: events → visits → interest → value → unit price → digest, and says where it differs.
 * @throws {NotFoundError} unknown-quote
 */
export async function explainQuote(digest: string, parts: ExplainParts): Promise<Explanation> {
  const row = await findQuote(parts.db, digest.toLowerCase());
  if (!row) throw unknownQuote(digest);
  return await explainRow(row, parts);
}

async function explainRow(row: QuoteRow, parts: ExplainParts): Promise<Explanation> {
  const differences: Difference[] = [];
  const differ = (
    field: Difference["field"],
    stored: string | number | null,
    now: string | number | null,
    text: string,
  ) => differences.push({ field, stored, recomputed: now, text });

  const events = row.viewer ? await readEventsBySeq(parts.db, row.viewer, row.inputSeqs) : [];
  if (events.length < row.inputSeqs.length) {
    const missing = row.inputSeqs.length - events.length;
    const text = `${missing} of the ${row.inputSeqs.length} events that the model read are gone (expired or erased): the price can't be derived again.`;
    differ("events", row.inputSeqs.length, events.length, text);
  }
  const appraiser = await parts.findAppraiser(row.modelHash);
  if (!appraiser)
    differ("model", row.modelHash, null, `The model ${row.model} is no longer kept: the price can't be derived again.`);

  const stored: ExplainedFields = {
    interest: row.interest,
    value: row.value,
    unitPriceWei: row.unitPriceWei.toString(),
    inputsHash: row.inputsHash,
    signer: parts.signer,
    digest: row.digest,
  };
  let recomputed: ExplainedFields | null = null;
  let reasons: Reason[] = [];
  if (appraiser && differences.length === 0) {
    const visits = visitsOf(events);
    const known = await parts.featuresOf(visits.map((visit) => visit.contentId));
    ({ recomputed, reasons } = derive(row, { visits, known }, appraiser, parts));
    for (const field of Object.keys(stored) as (keyof ExplainedFields)[]) {
      const [was, is] = [stored[field], recomputed[field]];
      // Without the buyer the digest isn't computed; the signature over it is checked all the same.
      if (was === is || (field === "digest" && is === null)) continue;
      differ(field, was, is, wording[field]);
    }
  }
  if (row.message.unitPrice !== stored.unitPriceWei) {
    const text = "The signed message and the stored unit price disagree.";
    differ("message", row.message.unitPrice, stored.unitPriceWei, text);
  }
  return {
    digest: row.digest,
    kind: row.kind,
    contentId: row.contentId,
    model: row.model,
    modelHash: row.modelHash,
    createdAtMs: row.createdAtMs,
    events: { read: row.inputSeqs.length, found: events.length },
    holds: differences.length === 0,
    stored,
    recomputed,
    differences,
    reasons,
  };
}

const wording: Record<keyof ExplainedFields, string> = {
  interest: "The model doesn't give this interest for these inputs.",
  value: "The model doesn't give this value for these inputs.",
  unitPriceWei: "The formula doesn't give this unit price for that value, rate and bounds.",
  inputsHash: "The inputs are not the ones that the quote committed to.",
  signer: "The signature over this digest isn't by this oracle's present signer.",
  digest: "The stored fields and this buyer don't give this digest.",
};

function derive(
  row: QuoteRow,
  { visits, known }: Pick<PriceInputs, "visits" | "known">,
  appraiser: Appraiser,
  { buyer }: ExplainParts,
): { recomputed: ExplainedFields; reasons: Reason[] } {
  const personal = row.kind === "personal";
  const appraisal = appraiser.appraise(visits, [row.content], row.createdAtMs, personal ? known : undefined)[0]!;
  const value = personal ? appraisal.value : appraisal.standardValue;
  const bounds = { floorWei: row.floorWei, ceilingWei: row.ceilingWei };
  const price = unitPrice(value, row.rateWei, bounds);
  return {
    recomputed: {
      interest: personal ? appraisal.interest : null,
      value,
      unitPriceWei: price.unitPriceWei.toString(),
      inputsHash: inputsHash({
        visits,
        content: row.content,
        known,
        model: row.model,
        modelHash: appraiser.modelHash,
        rateWei: row.rateWei,
        ...bounds,
        atMs: row.createdAtMs,
      }),
      signer: recoverSigner(row.digest as Hex, row.signature as Hex),
      digest: buyer ? digestOf(row, buyer) : null,
    },
    reasons: [...(personal ? appraisal.reasons : []), ...priceSteps(value, row.rateWei, bounds, price)],
  };
}

function digestOf({ message, contentId }: QuoteRow, buyer: Address): string {
  return toHexString(
    quoteDigester(
      message.chainId,
      message.market as Address,
    )({
      buyer,
      recipient: (message.recipient as Address | null) ?? buyer,
      contentId: BigInt(contentId),
      unitPrice: BigInt(message.unitPrice),
      maxQuantity: BigInt(message.maxQuantity),
      referrer: message.referrer as Address,
      expiresAt: BigInt(message.expiresAt),
      counter: BigInt(message.counter),
    }),
  );
}

export function unknownQuote(digest: string): NotFoundError {
  return new NotFoundError(`There is no quote ${digest}.`, {
    code: "unknown-quote",
    field: "digest",
    hint: "Give the digest that GET /quotes answered with. Quotes of an erased viewer are erased too.",
  });
}
