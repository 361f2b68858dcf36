import type { EpochTerms } from "../chain/epochTerms.ts";
import { settlementEndsAt } from "./payoutsPlan.ts";

/**
 * Says, from half of its settlement window on, until when a final epoch must be settled, or that it is too late, and what follows; null
 * before.
 * @param at `seconds`: the chain's time now, Unix seconds; `covered`: whether payouts were opened that have what it pays
 */
export function settlementDue(
  epoch: number,
  terms: EpochTerms,
  { seconds, covered }: { seconds: number; covered: boolean },
): string | null {
  const end = settlementEndsAt(epoch, terms);
  if (seconds < end - terms.settlementWindowS / 2) return null;
  const until = new Date(end * 1000).toISOString();
  if (seconds <= end)
    return `It must be settled until ${until}, by anybody: after that its campaigns can't be debited, and what they didn't pay is written off.`;
  if (covered)
    return `It wasn't settled until ${until}, and was paid by what later campaigns spent: the newest payouts open once as much is spent again.`;
  return `It wasn't settled until ${until}: the next reports write off what its campaigns didn't pay.`;
}
