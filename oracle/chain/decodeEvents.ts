import { attentionMarketAbi } from "@heed/contracts/abis";
import { type Address, type Log, parseEventLogs, zeroAddress } from "viem";
import type { IndexedMarket } from "../store/chainIndex.ts";

/**
 * Turns the market's logs, in the chain's order, into rows. Logs of other events are passed over.
 * @param defaultReferralBps what a referrer gets of a content whose creator never said: the market's constant
 * @param atMsOf when a block was made, Unix ms; asked for every block that has an event
 */
export function decodeEvents(
  logs: readonly Log[],
  defaultReferralBps: number,
  atMsOf: (block: number) => number,
): IndexedMarket {
  const events: IndexedMarket = {
    splits: [],
    contents: [],
    priceBounds: [],
    referralTerms: [],
    unlisted: [],
    purchases: [],
    supports: [],
    claims: [],
  };
  // A purchase leaves who, for whom and how many to the licence's own event, the log right before it.
  let licence: { operator: Address; to: Address; value: bigint; block: number; logIndex: number } | null = null;
  for (const log of parseEventLogs({ abi: attentionMarketAbi, logs: [...logs] })) {
    const block = Number(log.blockNumber);
    const logIndex = Number(log.logIndex);
    const mined = () => ({ txHash: log.transactionHash!, logIndex, block, atMs: atMsOf(block) });
    if (log.eventName === "SplitCreated") {
      const { splitId, payees, bps } = log.args;
      events.splits.push({ splitId: splitId.toString(), payees: [...payees], bps: [...bps], block });
    } else if (log.eventName === "Published") {
      const { contentId, creator, splitId, contentHash, floor, ceiling, uri } = log.args;
      const id = contentId.toString();
      const bounds = { contentId: id, floorWei: floor, ceilingWei: ceiling };
      events.contents.push({
        ...bounds,
        creator,
        splitId: splitId.toString(),
        referralBps: defaultReferralBps,
        contentHash,
        uri: withoutNul(uri),
        listed: true,
        block,
        publishedAtMs: atMsOf(block),
      });
      events.priceBounds.push({ ...bounds, block, logIndex });
      events.referralTerms.push({ block, logIndex, contentId: id, bps: defaultReferralBps });
    } else if (log.eventName === "PriceBoundsSet") {
      const { contentId, floor, ceiling } = log.args;
      const id = contentId.toString();
      events.priceBounds.push({ block, logIndex, contentId: id, floorWei: floor, ceilingWei: ceiling });
    } else if (log.eventName === "ReferralSet") {
      const { contentId, bps } = log.args;
      events.referralTerms.push({ block, logIndex, contentId: contentId.toString(), bps: Number(bps) });
    } else if (log.eventName === "Unlisted") {
      events.unlisted.push({ contentId: log.args.contentId.toString(), block });
    } else if (log.eventName === "TransferSingle") {
      if (log.args.from === zeroAddress) licence = { ...log.args, block, logIndex };
    } else if (log.eventName === "Purchased" || log.eventName === "PurchasedThrough") {
      const { contentId, unitPrice } = log.args;
      if (licence?.block !== block || licence.logIndex !== logIndex - 1) {
        throw new Error(`Block ${block} has a purchase, log ${logIndex}, without a licence right before it.`);
      }
      events.purchases.push({
        ...mined(),
        contentId: contentId.toString(),
        buyer: licence.operator,
        recipient: licence.to,
        quantity: licence.value,
        unitPriceWei: unitPrice,
        referrer: log.eventName === "PurchasedThrough" ? log.args.referrer : null,
      });
    } else if (log.eventName === "Supported") {
      const { contentId, supporter, amount } = log.args;
      events.supports.push({ ...mined(), contentId: contentId.toString(), supporter, amountWei: amount });
    } else if (log.eventName === "Claimed") {
      const { account, splitIds, amount } = log.args;
      events.claims.push({ ...mined(), account, splitIds: splitIds.map(String), amountWei: amount });
    }
  }
  return events;
}

/** PostgreSQL's text holds no NUL; a publisher could write one to stop the indexer. */
function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "");
}
