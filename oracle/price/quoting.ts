import type { Deployment } from "@heed/contracts/deployment";
import { type Address, zeroAddress } from "viem";
import { chainUnreachable } from "../chain/chainErrors.ts";
import type { ChainState, Indexer } from "../chain/indexer.ts";
import type { Context } from "../service/context.ts";
import { GroupCommit } from "../service/groupCommit.ts";
import { insertQuotes, type NewQuote } from "../store/quotes.ts";
import type { Appraiser, ContentFeatures } from "../value/appraiser.ts";
import { type QuoteMessage, quoteDigester } from "./digest.ts";
import { badReferrer, contentNotHeld, contentNotListed, signerNotHonoured, unknownContent } from "./priceErrors.ts";
import { formQuotes, QUOTE_LIFETIME_SECONDS, type Quote, type QuotePair, type ViewerInputs } from "./quote.ts";
import type { QuoteSigner } from "./signer.ts";
import { type StoredQuote, sealQuote } from "./storedQuote.ts";
import type { PriceBounds } from "./unitPrice.ts";

/** Who wants to buy what, and for whom. */
export interface QuoteAsked {
  contentId: string;
  buyer: Address;
  /** Default: the buyer. */
  recipient?: Address | undefined;
  /** Default: nobody. The market credits neither the buyer nor the recipient, so naming them names nobody. */
  referrer?: Address | undefined;
  /** Default: 1. */
  maxQuantity?: bigint | undefined;
  /** Reads the behaviour that may be used, or null for none. Only asked for what can be quoted. */
  viewerInputs: () => Promise<ViewerInputs | null>;
}

export interface QuoteAnswer extends QuotePair {
  rateWei: bigint;
  bounds: PriceBounds;
  model: string;
  modelHash: `0x${string}`;
}

/** What can be quoted: the part of a catalogue's entry that a price depends on. */
export interface Quotable {
  content: PriceBounds & { listed: boolean };
  features: ContentFeatures | null;
}

export interface QuotingParts {
  indexer: Pick<Indexer, "state" | "failure">;
  findContent(contentId: string): Promise<Quotable | null>;
  appraiser(): Appraiser;
  signer: QuoteSigner;
  /** What an attention-second costs now, HEED wei. */
  rateWei(): bigint;
}

export interface Quoting {
  /**
   * Forms the standard quote and, where behaviour may be used, the personal one; both are stored before this returns.
   * Who is erased meanwhile gets the standard quote alone.
   * @throws {NotFoundError} unknown-content, {HeedError} content-not-listed or content-not-held, {BadInputError} bad-referrer,
   *   {UnavailableError} chain-unreachable, not-deployed or signer-not-honoured.
   */
  quote(asked: QuoteAsked): Promise<QuoteAnswer>;
}

/** Builds the part that answers quotes. Stateless but for what is cached of the chain: any replica answers alike. */
export function createQuoting(
  { store: { db }, secret, clock, options }: Pick<Context, "store" | "secret" | "clock" | "options">,
  parts: QuotingParts,
): Quoting {
  // Says of each request whether all of its quotes were stored: a personal one isn't once its viewer is erased.
  const saved = new GroupCommit<NewQuote[], boolean>(
    async (groups) => {
      const present = await insertQuotes(db, groups.flat());
      return groups.map((group) => group.every(({ accountTag }) => accountTag === null || present.has(accountTag)));
    },
    { weightOf: (quotes) => quotes.length, maxWeight: 1_000 },
  );
  let digester: { market: Address; digest: (message: QuoteMessage) => Uint8Array } | null = null;

  const quoting: Quoting = {
    async quote(asked) {
      const entry = await parts.findContent(asked.contentId);
      if (!entry) throw unknownContent(asked.contentId);
      if (!entry.content.listed) throw contentNotListed(asked.contentId);
      if (!entry.features) throw contentNotHeld(asked.contentId);
      const chain = chainNow(parts.indexer, options.rpcUrl);
      const { buyer, recipient = buyer } = asked;
      const referrer = referrerOf(asked.referrer, [buyer, recipient], chain.deployment);
      const viewer = await asked.viewerInputs();

      const atMs = clock.nowMs();
      const expiresAt = expiryOf(atMs, chain);
      requireHonoured(parts.signer.address, chain, expiresAt);
      const { market } = chain.deployment;
      if (digester?.market !== market) digester = { market, digest: quoteDigester(options.chainId, market) };
      const { floorWei, ceilingWei } = entry.content;
      const bounds = { floorWei, ceilingWei };
      const appraiser = parts.appraiser();
      const rateWei = parts.rateWei();
      const pair = formQuotes(
        {
          buyer,
          recipient,
          referrer,
          maxQuantity: asked.maxQuantity ?? 1n,
          content: entry.features,
          bounds,
          viewer,
        },
        { chainId: options.chainId, market, counter: chain.gate.counter, rateWei, expiresAt, atMs },
        { digest: digester.digest, signer: parts.signer, appraiser },
      );
      const { model, modelHash } = appraiser;
      const { chainId } = options;
      const shared = { features: entry.features, bounds, rateWei, model, modelHash, chainId, market, atMs };
      const stored = await saved.submit(
        [pair.standard, pair.personal].flatMap((quote) =>
          quote ? [sealQuote(secret, storedOf(quote, shared), quote.viewer?.viewer ?? null)] : [],
        ),
      );
      if (!stored) return await quoting.quote({ ...asked, viewerInputs: async () => null });
      return { ...pair, rateWei, bounds, model, modelHash };
    },
  };
  return quoting;
}

function referrerOf(
  referrer: Address | undefined,
  buyers: readonly Address[],
  { market, token }: Pick<Deployment, "market" | "token">,
): Address {
  if (referrer === market || referrer === token) throw badReferrer(referrer);
  return referrer === undefined || buyers.includes(referrer) ? zeroAddress : referrer;
}

function chainNow(indexer: Pick<Indexer, "state" | "failure">, rpcUrl: string): ChainState {
  if (indexer.failure) throw indexer.failure;
  if (!indexer.state) throw chainUnreachable(undefined, rpcUrl);
  return indexer.state;
}

/** The chain's clock decides; on a local chain it can be ahead of ours. */
function expiryOf(atMs: number, { headAtSeconds, aheadSeconds }: ChainState): bigint {
  const now = BigInt(Math.floor(atMs / 1000)) + aheadSeconds;
  return (now > headAtSeconds ? now : headAtSeconds) + BigInt(QUOTE_LIFETIME_SECONDS);
}

function requireHonoured(signer: Address, { gate, headAtSeconds }: ChainState, expiresAt: bigint): void {
  const until = gate.signer === signer ? gate.expiresAt : gate.outgoing === signer ? gate.outgoingExpiresAt : 0;
  if (BigInt(until) < expiresAt || BigInt(until) < headAtSeconds) throw signerNotHonoured(signer);
}

interface Shared {
  features: ContentFeatures;
  bounds: PriceBounds;
  rateWei: bigint;
  model: string;
  modelHash: string;
  chainId: number;
  market: Address;
  atMs: number;
}

function storedOf(quote: Quote, shared: Shared): StoredQuote {
  const { message } = quote;
  return {
    digest: quote.digest,
    kind: quote.kind,
    message: {
      recipient: message.recipient === message.buyer ? null : message.recipient,
      unitPrice: message.unitPrice.toString(),
      maxQuantity: message.maxQuantity.toString(),
      referrer: message.referrer,
      expiresAt: message.expiresAt.toString(),
      counter: message.counter.toString(),
      chainId: shared.chainId,
      market: shared.market,
    },
    content: shared.features,
    unitPriceWei: message.unitPrice.toString(),
    floorWei: shared.bounds.floorWei.toString(),
    ceilingWei: shared.bounds.ceilingWei.toString(),
    rateWei: shared.rateWei.toString(),
    interest: quote.interest,
    value: quote.value,
    model: shared.model,
    modelHash: shared.modelHash,
    inputsHash: quote.inputsHash,
    inputSeqs: [...(quote.viewer?.seqs ?? [])],
    signature: quote.signature,
    createdAtMs: shared.atMs,
  };
}
