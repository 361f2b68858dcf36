import type { Address, Hex } from "viem";
import { visitsOf } from "../prepare/visits.ts";
import { NotFoundError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { readEventsBySeq } from "../store/viewerInputs.ts";
import type { Appraiser, ContentFeatures, Reason } from "../value/appraiser.ts";
import { quoteDigester, toHexString } from "./digest.ts";
import { inputsHash, type PriceInputs } from "./inputs.ts";
import { recoverSigner } from "./signer.ts";
import { priceSteps } from "./steps.ts";
import type { StoredQuote } from "./storedQuote.ts";
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
  /** Whose events a personal quote read. */
  viewer: string | null;
  /**
   * The buyer, if known: only then can the digest itself be computed again, for the buyer isn't stored. Without one it is still checked
   * that the signature over this digest is this oracle's, and that price and inputs' hash follow from inputs and model.
   */
  buyer?: Address | undefined;
}

/** Derives a stored quote again: events → visits → interest → value → unit price → digest, and says where it differs. */
export async function explainQuote(quote: StoredQuote, parts: ExplainParts): Promise<Explanation> {
  const differences: Difference[] = [];
  const differ = (
    field: Difference["field"],
    stored: string | number | null,
    now: string | number | null,
    text: string,
  ) => differences.push({ field, stored, recomputed: now, text });

  const events = parts.viewer ? await readEventsBySeq(parts.db, parts.viewer, quote.inputSeqs) : [];
  if (events.length < quote.inputSeqs.length) {
    const missing = quote.inputSeqs.length - events.length;
    const text = `${missing} of the ${quote.inputSeqs.length} events that the model read are gone (expired or erased): the price can't be derived again.`;
    differ("events", quote.inputSeqs.length, events.length, text);
  }
  const appraiser = await parts.findAppraiser(quote.modelHash);
  if (!appraiser)
    differ(
      "model",
      quote.modelHash,
      null,
      `The model ${quote.model} is no longer kept: the price can't be derived again.`,
    );

  const stored: ExplainedFields = {
    interest: quote.interest,
    value: quote.value,
    unitPriceWei: quote.unitPriceWei,
    inputsHash: quote.inputsHash,
    signer: parts.signer,
    digest: quote.digest,
  };
  let recomputed: ExplainedFields | null = null;
  let reasons: Reason[] = [];
  if (appraiser && differences.length === 0) {
    const visits = visitsOf(events);
    const known = await parts.featuresOf(visits.map((visit) => visit.contentId));
    ({ recomputed, reasons } = derive(quote, { visits, known }, appraiser, parts));
    for (const field of Object.keys(stored) as (keyof ExplainedFields)[]) {
      const [was, is] = [stored[field], recomputed[field]];
      // Without the buyer the digest isn't computed; the signature over it is checked all the same.
      if (was === is || (field === "digest" && is === null)) continue;
      differ(field, was, is, wording[field]);
    }
  }
  if (quote.message.unitPrice !== stored.unitPriceWei) {
    const text = "The signed message and the stored unit price disagree.";
    differ("message", quote.message.unitPrice, stored.unitPriceWei, text);
  }
  return {
    digest: quote.digest,
    kind: quote.kind,
    contentId: quote.content.contentId,
    model: quote.model,
    modelHash: quote.modelHash,
    createdAtMs: quote.createdAtMs,
    events: { read: quote.inputSeqs.length, found: events.length },
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
  quote: StoredQuote,
  { visits, known }: Pick<PriceInputs, "visits" | "known">,
  appraiser: Appraiser,
  { buyer }: ExplainParts,
): { recomputed: ExplainedFields; reasons: Reason[] } {
  const personal = quote.kind === "personal";
  const appraisal = appraiser.appraise(visits, [quote.content], quote.createdAtMs, personal ? known : undefined)[0]!;
  const value = personal ? appraisal.value : appraisal.standardValue;
  const rateWei = BigInt(quote.rateWei);
  const bounds = { floorWei: BigInt(quote.floorWei), ceilingWei: BigInt(quote.ceilingWei) };
  const price = unitPrice(value, rateWei, bounds);
  return {
    recomputed: {
      interest: personal ? appraisal.interest : null,
      value,
      unitPriceWei: price.unitPriceWei.toString(),
      inputsHash: inputsHash({
        visits,
        content: quote.content,
        known,
        model: quote.model,
        modelHash: appraiser.modelHash,
        rateWei,
        ...bounds,
        atMs: quote.createdAtMs,
      }),
      signer: recoverSigner(quote.digest as Hex, quote.signature as Hex),
      digest: buyer ? digestOf(quote, buyer) : null,
    },
    reasons: [...(personal ? appraisal.reasons : []), ...priceSteps(value, rateWei, bounds, price)],
  };
}

/** The digest that a stored quote has for this buyer. */
export function digestOf({ message, content }: StoredQuote, buyer: Address): string {
  return toHexString(
    quoteDigester(
      message.chainId,
      message.market as Address,
    )({
      buyer,
      recipient: (message.recipient as Address | null) ?? buyer,
      contentId: BigInt(content.contentId),
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
    hint: "Give the digest that GET /quotes answered with, signed in as its buyer. Standard quotes are kept for a week; an erased viewer's go at once.",
  });
}
