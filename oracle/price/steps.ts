import { formatEther } from "viem";
import type { Reason } from "../value/appraiser.ts";
import type { PriceBounds, UnitPrice } from "./unitPrice.ts";

/** The formula in words, a sentence a step; the dApp words them by `code` in the reader's language. */
export function priceSteps(value: number, rateWei: bigint, bounds: PriceBounds, price: UnitPrice): Reason[] {
  const seconds = Number(value.toFixed(6));
  const steps: Reason[] = [
    {
      code: "value-times-rate",
      params: { seconds, rateWei: rateWei.toString(), amountWei: price.uncappedWei.toString() },
      text: `${seconds} attention-seconds at ${formatEther(rateWei)} HEED each are ${formatEther(price.uncappedWei)} HEED.`,
    },
  ];
  if (price.clampedBy === "floor")
    steps.push({
      code: "raised-to-floor",
      params: { floorWei: bounds.floorWei.toString() },
      text: `That is below the creator's floor, so the price is the floor: ${formatEther(bounds.floorWei)} HEED.`,
    });
  else if (price.clampedBy === "ceiling")
    steps.push({
      code: "cut-to-ceiling",
      params: { ceilingWei: bounds.ceilingWei.toString() },
      text: `That is above the creator's ceiling, so the price is the ceiling: ${formatEther(bounds.ceilingWei)} HEED.`,
    });
  else
    steps.push({
      code: "within-bounds",
      params: { floorWei: bounds.floorWei.toString(), ceilingWei: bounds.ceilingWei.toString() },
      text: `That lies within the creator's bounds, ${formatEther(bounds.floorWei)} to ${formatEther(bounds.ceilingWei)} HEED, and is the price.`,
    });
  return steps;
}
