import type { EpochTerms } from "../chain/epochTerms.ts";

/**
 * How a report's payouts follow from those before it. The plain way: what accounts had earned by the report before, and what this epoch
 * pays. Otherwise only where a final report wasn't settled in its settlement window: what its campaigns weren't debited for can't be
 * paid, and is left out ("written off") as soon as no report with it in can be opened any more.
 */
export interface PayoutsPlan {
  /** The epoch of the report whose payouts these build on; 0 for none. */
  base: number;
  /** Epochs after the base whose reports held back what they pay: it comes with this one. */
  held: number[];
  /** Epochs whose undebited spends are left out from this report on. */
  writtenOff: number[];
  /**
   * Null for a report that pays. Otherwise it holds back: its payouts are, once more, those of this epoch's report, the last that pays
   * and was opened; 0 for nothing to nobody.
   */
  repeats: number | null;
}

/** What the chain says of reports, for planning. */
export interface PlanFacts {
  terms: Pick<EpochTerms, "durationS" | "settlementWindowS">;
  /** Whether a campaign was never debited for all that it spent in this epoch; only asked once nobody can settle it any more. */
  isUndebited(epoch: number): boolean;
  /** Opened payouts, in the chain's order. */
  openings: readonly { epoch: number; block: number }[];
  /** When a block was made, Unix seconds. */
  secondsOf(block: number): Promise<number>;
}

/** Last second (Unix) at which an epoch can be settled. */
export function settlementEndsAt(epoch: number, { durationS, settlementWindowS }: PlanFacts["terms"]): number {
  return (epoch + 1) * durationS + settlementWindowS;
}

/** Whether nobody could settle `earlier` any more when `epoch` began: what wasn't debited by then never is. */
export function isPastSettling(earlier: number, epoch: number, terms: PlanFacts["terms"]): boolean {
  return settlementEndsAt(earlier, terms) < epoch * terms.durationS;
}

/**
 * Plans the payouts of reports, each by what had happened on the chain before its epoch began, so that everybody comes to the same at any
 * later time. A report that leaves something out is safe only if none that has it can be opened before it: that one would be claimed by
 * money of others. So as long as one can, reports hold back: they repeat payouts that are open already, which takes nothing from
 * anybody, and once one of them is opened, no earlier report ever is.
 * @param epochs of the reports that stand, rising, each built on the one before
 * @returns their plans, by epoch
 */
export async function planPayouts(epochs: readonly number[], facts: PlanFacts): Promise<Map<number, PayoutsPlan>> {
  const plans = new Map<number, PayoutsPlan>();
  const paying: number[] = [];
  let held: number[] = [];
  /** Past settling, undebited, not written off, and not known to be in payouts that were opened. */
  let lost: number[] = [];
  let past = 0;
  for (const epoch of epochs) {
    for (; isPastSettling(epochs[past]!, epoch, facts.terms); past++) {
      if (facts.isUndebited(epochs[past]!)) lost.push(epochs[past]!);
    }
    let [open, repeats] = [0, 0];
    if (lost.length > 0) {
      const opened = await openedBefore(epoch * facts.terms.durationS, facts);
      open = opened.at(-1) ?? 0;
      repeats = opened.findLast((one) => plans.get(one)?.repeats === null) ?? 0;
      // In opened payouts, paid by what others spent: nobody can take it back.
      lost = lost.filter((one) => one > repeats);
    }
    // Only reports that have something lost in them: those before are past settling too.
    const canBeOpened = (one: number) => one > open && !isPastSettling(one, epoch, facts.terms);
    const base = paying.at(-1) ?? 0;
    if (lost.length > 0 && paying.some(canBeOpened)) {
      plans.set(epoch, { base, held, writtenOff: [], repeats });
      held = [...held, epoch];
    } else {
      plans.set(epoch, { base, held, writtenOff: lost, repeats: null });
      paying.push(epoch);
      [held, lost] = [[], []];
    }
  }
  return plans;
}

/** Whether a report's payouts are what its parent's were and what its epoch pays. */
export function isPlain({ held, writtenOff, repeats }: PayoutsPlan): boolean {
  return repeats === null && held.length === 0 && writtenOff.length === 0;
}

/** Whether a report is worth making for its plan alone, though nothing was sold: it begins to hold back, or brings what was held back. */
export function isDue(plan: PayoutsPlan): boolean {
  return plan.repeats === null ? !isPlain(plan) : plan.held.length === 0;
}

/** Epochs of the payouts opened in blocks made before a second, in the chain's order. */
async function openedBefore(seconds: number, { openings, secondsOf }: PlanFacts): Promise<number[]> {
  let [from, to] = [0, openings.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((await secondsOf(openings[middle]!.block)) < seconds) from = middle + 1;
    else to = middle;
  }
  return openings.slice(0, from).map(({ epoch }) => epoch);
}
