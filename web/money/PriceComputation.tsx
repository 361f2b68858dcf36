"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "./heed.ts";
import { Ledger, type LedgerLine } from "./Ledger.tsx";
import { unclampedWei } from "./unclamped.ts";

export interface PriceComputationProps {
  /** Probability; left out for the standard price */
  interest?: number;
  /** Expected attention-seconds */
  value: number;
  personal: boolean;
  rateWei: bigint;
  floorWei: bigint;
  ceilingWei: bigint;
  priceWei: bigint;
}

/** unit price = clamp(value × rate, floor, ceiling), line by line. */
export function PriceComputation(props: PriceComputationProps) {
  const { interest, value, personal, rateWei, floorWei, ceilingWei, priceWei } = props;
  const { computation } = useWords();
  const { tenths, percent } = useFormats();
  const product = unclampedWei(value, rateWei);
  const lines: LedgerLine[] = [
    ...(interest === undefined ? [] : [{ label: computation.interest, figure: percent(interest) }]),
    {
      label: personal ? computation.value : computation.standardValue,
      figure: tenths(value),
      unit: computation.second,
    },
    { label: computation.rate, figure: formatHeed(rateWei), unit: computation.perSecond },
    { label: computation.product, figure: formatHeed(product), unit: "HEED", total: true },
    { label: computation.floor, figure: formatHeed(floorWei), unit: "HEED" },
    { label: computation.ceiling, figure: formatHeed(ceilingWei), unit: "HEED" },
    { label: computation.price, figure: formatHeed(priceWei), unit: "HEED", total: true },
  ];
  const bound =
    product < floorWei ? computation.atFloor : product > ceilingWei ? computation.atCeiling : computation.within;
  return (
    <>
      <Ledger lines={lines} />
      <p className="mt-1 text-soft">{bound}</p>
    </>
  );
}
