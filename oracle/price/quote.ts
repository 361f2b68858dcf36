import type { Address, Hex } from "viem";
import type { Visit } from "../prepare/visits.ts";
import type { Viewer } from "../privacy/viewers.ts";
import type { Appraisal, Appraiser, ContentFeatures } from "../value/appraiser.ts";
import { type QuoteMessage, toHexString } from "./digest.ts";
import { inputsHash } from "./inputs.ts";
import type { QuoteSigner } from "./signer.ts";
import { type PriceBounds, type UnitPrice, unitPrice } from "./unitPrice.ts";

/** How long a quote may be used, in seconds of chain time. */
export const QUOTE_LIFETIME_SECONDS = 120;

/** Most licences that one personal quote sells: a price for one reader's attention is no price for a reseller's stock. */
export const MAX_PERSONAL_QUANTITY = 10n;

/** What every quote of one market and moment has in common. */
export interface QuoteTerms {
  chainId: number;
  market: Address;
  /** The oracle contract's epoch counter. */
  counter: bigint;
  /** HEED wei per attention-second. */
  rateWei: bigint;
  /** Unix seconds. */
  expiresAt: bigint;
  atMs: number;
}

export interface QuoteRequest {
  buyer: Address;
  recipient: Address;
  referrer: Address;
  /** Of the standard quote; a personal one sells at most `MAX_PERSONAL_QUANTITY`. */
  maxQuantity: bigint;
  content: ContentFeatures;
  bounds: PriceBounds;
  /** The viewer's behaviour, or null where the price must not be personal. */
  viewer: ViewerInputs | null;
}

export interface ViewerInputs {
  viewer: Viewer;
  visits: readonly Visit[];
  /** What is known of the visited contents, in order of id. */
  known: readonly ContentFeatures[];
  /** Sequence numbers of the events that the visits were made from. */
  seqs: readonly number[];
  /** Where an appraiser's sequence model stands after the visits, if that is known without reading them again. */
  stateUnder?: (appraiser: Appraiser) => Float32Array | undefined;
}

export interface Quote {
  kind: "personal" | "standard";
  digest: Hex;
  message: QuoteMessage;
  signature: Hex;
  price: UnitPrice;
  /** Attention-seconds that the price was formed from. */
  value: number;
  interest: number | null;
  inputsHash: Hex;
  viewer: ViewerInputs | null;
}

export interface QuotePair {
  personal: Quote | null;
  standard: Quote;
  appraisal: Appraisal;
}

export interface QuoteMachine {
  digest(message: QuoteMessage): Uint8Array;
  signer: QuoteSigner;
  appraiser: Appraiser;
}

/** Appraises, prices and signs: the standard quote always, the personal one where the viewer's behaviour may be used. */
export function formQuotes(request: QuoteRequest, terms: QuoteTerms, machine: QuoteMachine): QuotePair {
  const { content, viewer } = request;
  const { appraiser } = machine;
  const state = viewer?.stateUnder?.(appraiser);
  const appraisal = appraiser.appraise(viewer?.visits ?? [], [content], terms.atMs, viewer?.known, state)[0]!;
  return {
    standard: formQuote("standard", request, appraisal, terms, machine),
    personal: viewer ? formQuote("personal", request, appraisal, terms, machine) : null,
    appraisal,
  };
}

function formQuote(
  kind: Quote["kind"],
  request: QuoteRequest,
  appraisal: Appraisal,
  terms: QuoteTerms,
  { appraiser, digest, signer }: QuoteMachine,
): Quote {
  const viewer = kind === "personal" ? request.viewer : null;
  const value = kind === "personal" ? appraisal.value : appraisal.standardValue;
  const price = unitPrice(value, terms.rateWei, request.bounds);
  const message: QuoteMessage = {
    buyer: request.buyer,
    recipient: request.recipient,
    contentId: BigInt(request.content.contentId),
    unitPrice: price.unitPriceWei,
    maxQuantity: kind === "personal" ? least(request.maxQuantity, MAX_PERSONAL_QUANTITY) : request.maxQuantity,
    referrer: request.referrer,
    expiresAt: terms.expiresAt,
    counter: terms.counter,
  };
  const hash = digest(message);
  return {
    kind,
    digest: toHexString(hash),
    message,
    signature: signer.sign(hash),
    price,
    value,
    interest: kind === "personal" ? appraisal.interest : null,
    inputsHash: inputsHash({
      visits: viewer?.visits ?? [],
      content: request.content,
      known: viewer?.known ?? [],
      model: appraiser.model,
      modelHash: appraiser.modelHash,
      rateWei: terms.rateWei,
      floorWei: request.bounds.floorWei,
      ceilingWei: request.bounds.ceilingWei,
      atMs: terms.atMs,
    }),
    viewer,
  };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
