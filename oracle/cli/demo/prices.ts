import { type PriceBounds, unitPrice } from "../../price/unitPrice.ts";
import type { Appraiser } from "../../value/appraiser.ts";
import type { KuaiRandEvaluation, TestPair } from "../../value/kuairandModel.ts";

export interface PriceRow {
  viewer: string;
  content: string;
  /** Probability, 0..1. */
  interest: number;
  /** Expected attention-seconds. */
  value: number;
  /** Mean of the value over all viewers, seconds. */
  standardValue: number;
  personalWei: bigint;
  standardWei: bigint;
}

const VIEWERS = 10;

/** The demo's creators take from half a second's to two minutes' worth of attention. */
export function demoBounds(rateWei: bigint): PriceBounds {
  return { floorWei: rateWei / 2n, ceilingWei: rateWei * 120n };
}

/** Ten viewers of the days that the models never saw, each with the video that was really shown to the viewer next. */
export function choosePairs(evaluation: Pick<KuaiRandEvaluation, "testPairs">): TestPair[] {
  return evaluation.testPairs(VIEWERS);
}

/** What is bought: each viewer's own next video, and the next viewer's, so that two people pay for the same thing. */
export function withNeighbours(pairs: readonly TestPair[]): TestPair[] {
  return pairs.flatMap((pair, index) => {
    const neighbour = pairs[(index + 1) % pairs.length]!;
    return neighbour.content.contentId === pair.content.contentId
      ? [pair]
      : [pair, { ...pair, content: neighbour.content }];
  });
}

/** Interest, value and both prices of every pair, by the formula that quotes are made with. */
export function priceTable(pairs: readonly TestPair[], appraiser: Appraiser, rateWei: bigint): PriceRow[] {
  const bounds = demoBounds(rateWei);
  return pairs.map(({ viewer, content, history, atMs }) => {
    const { interest, value, standardValue } = appraiser.appraise(history, [content], atMs)[0]!;
    return {
      viewer,
      content: content.contentId,
      interest,
      value,
      standardValue,
      personalWei: unitPrice(value, rateWei, bounds).unitPriceWei,
      standardWei: unitPrice(standardValue, rateWei, bounds).unitPriceWei,
    };
  });
}
