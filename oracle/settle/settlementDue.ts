import type { EpochTerms } from "../chain/epochTerms.ts";

/**
 * Says, from half of its settlement window on, until when a final epoch must be settled, or that it is too late; null before.
 * @param seconds the chain's time now, Unix seconds
 */
export function settlementDue(
  epoch: number,
  { durationS, settlementWindowS }: EpochTerms,
  seconds: number,
): string | null {
  const end = (epoch + 1) * durationS;
  if (seconds < end + settlementWindowS / 2) return null;
  const until = new Date((end + settlementWindowS) * 1000).toISOString();
  if (seconds <= end + settlementWindowS)
    return `It must be settled until ${until}, by anybody: after that its campaigns can't be debited, and no later payouts open.`;
  return `It wasn't settled until ${until}: what it paid isn't covered, and no payouts open before campaigns spend as much again.`;
}
