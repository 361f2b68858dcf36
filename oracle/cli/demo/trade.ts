import { attentionMarketAbi, attentionTokenAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import { purchaseData } from "@heed/contracts/payment";
import { keccak256, parseEther, toHex, zeroAddress } from "viem";
import { decodeEvents } from "../../chain/decodeEvents.ts";
import type { Visit } from "../../prepare/visits.ts";
import { quoteDigester } from "../../price/digest.ts";
import { QUOTE_LIFETIME_SECONDS } from "../../price/quote.ts";
import type { QuoteSigner } from "../../price/signer.ts";
import { unitPrice } from "../../price/unitPrice.ts";
import { type Ledger, ledger } from "../../settle/ledger.ts";
import type { Appraiser, ContentFeatures } from "../../value/appraiser.ts";
import { type LocalChain, openLocalChain } from "./localChain.ts";

/** One purchase to make: a viewer with a history, and the content that the viewer buys. */
export interface Sale {
  viewer: string;
  visits: readonly Visit[];
  content: ContentFeatures;
  /** When the appraisal is made, Unix ms. */
  atMs: number;
}

export interface TradeTerms {
  rpcUrl: string;
  deployment: Deployment;
  appraiser: Appraiser;
  signer: QuoteSigner;
  /** HEED wei per attention-second. */
  rateWei: bigint;
  /** What every creator asks at least and at most, HEED wei. */
  floorWei: bigint;
  ceilingWei: bigint;
  onStep(what: string): void;
}

const POCKET_MONEY = parseEther("1000");
/** The editor's share; the protocol's is the deployment's, the creator has the rest. */
const EDITOR_BPS = 1_500;

/**
 * Publishes the sales' contents on a local chain, buys each at a signed personal quote, lets the payees claim, and adds up
 * where each wei went. The videos' authors share four of the node's test accounts; each viewer has another.
 */
export async function trade(sales: readonly Sale[], terms: TradeTerms): Promise<Ledger> {
  const chain = openLocalChain(terms.rpcUrl, terms.deployment);
  const splitIds = await createSplits(chain, terms);
  const contentIds = await publish(chain, sales, splitIds, terms);
  await fundBuyers(chain, terms);
  for (const sale of sales) await buy(chain, sale, contentIds.get(sale.content.contentId)!, terms);
  await claimAll(chain, splitIds, terms);
  return readLedger(chain, terms.deployment);
}

/** One split a creator, fixed for good: the protocol, the editor, and the creator with the rest. */
async function createSplits(chain: LocalChain, { deployment, onStep }: TradeTerms): Promise<bigint[]> {
  const splitIds: bigint[] = [];
  for (const creator of chain.creators) {
    const payees = [deployment.treasury, chain.editor.address, creator.address];
    const bps = [deployment.protocolFeeBps, EDITOR_BPS, 10_000 - deployment.protocolFeeBps - EDITOR_BPS];
    const splitId = await chain.write(creator, {
      address: deployment.market,
      abi: attentionMarketAbi,
      functionName: "createSplit",
      args: [payees, bps],
    });
    splitIds.push(splitId as bigint);
    onStep("split");
  }
  return splitIds;
}

async function publish(
  chain: LocalChain,
  sales: readonly Sale[],
  splitIds: readonly bigint[],
  { deployment, floorWei, ceilingWei, onStep }: TradeTerms,
): Promise<Map<string, bigint>> {
  const contentIds = new Map<string, bigint>();
  for (const { content } of sales) {
    if (contentIds.has(content.contentId)) continue;
    const turn = contentIds.size % chain.creators.length;
    const uri = `kuairand:video:${content.contentId}`;
    const contentId = await chain.write(chain.creators[turn]!, {
      address: deployment.market,
      abi: attentionMarketAbi,
      functionName: "publish",
      args: [uri, keccak256(toHex(uri)), floorWei, ceilingWei, splitIds[turn]!],
    });
    contentIds.set(content.contentId, contentId as bigint);
    onStep("publish");
  }
  return contentIds;
}

async function fundBuyers(chain: LocalChain, { deployment, onStep }: TradeTerms): Promise<void> {
  for (const buyer of chain.buyers) {
    await chain.write(chain.treasury, {
      address: deployment.token,
      abi: attentionTokenAbi,
      functionName: "transfer",
      args: [buyer.address, POCKET_MONEY],
    });
    onStep("fund");
  }
}

async function buy(chain: LocalChain, sale: Sale, contentId: bigint, terms: TradeTerms): Promise<void> {
  const { deployment, signer } = terms;
  const buyer = chain.buyerOf(sale.viewer);
  const { timestamp } = await chain.reader.getBlock();
  const { counter } = await chain.reader.readContract({
    address: deployment.market,
    abi: attentionMarketAbi,
    functionName: "quoteGate",
  });
  const appraisal = terms.appraiser.appraise(sale.visits, [sale.content], sale.atMs)[0]!;
  const { unitPriceWei } = unitPrice(appraisal.value, terms.rateWei, terms);
  const message = {
    buyer: buyer.address,
    recipient: buyer.address,
    contentId,
    unitPrice: unitPriceWei,
    maxQuantity: 1n,
    referrer: zeroAddress,
    expiresAt: timestamp + BigInt(QUOTE_LIFETIME_SECONDS),
    counter: BigInt(counter),
  };
  const signature = signer.sign(quoteDigester(deployment.chainId, deployment.market)(message));
  await chain.write(buyer, {
    address: deployment.token,
    abi: attentionTokenAbi,
    functionName: "transferAndCall",
    args: [deployment.market, unitPriceWei, purchaseData({ quote: message, quantity: 1n, signature })],
  });
  terms.onStep("buy");
}

/** Everybody claims but the protocol, whose share waits in the market. */
async function claimAll(
  chain: LocalChain,
  splitIds: readonly bigint[],
  { deployment, onStep }: TradeTerms,
): Promise<void> {
  const { market: address } = deployment;
  for (const payee of [...chain.creators, chain.editor]) {
    const own = chain.creators.indexOf(payee);
    const args = [own < 0 ? splitIds : [splitIds[own]!]] as const;
    const due = await chain.reader.readContract({
      address,
      abi: attentionMarketAbi,
      functionName: "claimable",
      args: [payee.address, args[0]],
    });
    if (due > 0n) await chain.write(payee, { address, abi: attentionMarketAbi, functionName: "claim", args });
    onStep("claim");
  }
}

/** Reads the market's whole history back from the chain, as anybody could, and adds it up. */
async function readLedger({ reader }: LocalChain, { market, token, deployedAtBlock }: Deployment): Promise<Ledger> {
  const logs = await reader.getLogs({ address: market, fromBlock: BigInt(deployedAtBlock), toBlock: "latest" });
  const events = decodeEvents(logs, 0, () => 0);
  const splitOf = new Map(events.contents.map(({ contentId, splitId }) => [contentId, splitId]));
  const heldWei = await reader.readContract({
    address: token,
    abi: attentionTokenAbi,
    functionName: "balanceOf",
    args: [market],
  });
  return ledger(
    {
      splits: events.splits,
      purchases: events.purchases.map(({ contentId, unitPriceWei, quantity, referrer }) => ({
        splitId: splitOf.get(contentId)!,
        amountWei: unitPriceWei * quantity,
        referrer: referrer ?? null,
        referralBps: 0,
      })),
      supports: events.supports.map(({ contentId, amountWei }) => ({ splitId: splitOf.get(contentId)!, amountWei })),
      claims: events.claims,
    },
    heldWei,
  );
}
