import { BadInputError } from "../service/errors.ts";

/** What a campaign is to be created with on chain. Seconds are Unix, money is HEED wei. */
export interface Terms {
  budgetWei: bigint;
  maxRateWei: bigint;
  /** A past one means now. */
  startsAtS: number;
  endsAtS: number;
}

// What the contract's slot holds: see ICampaigns.
const MOST_BUDGET = (1n << 96n) - 1n;
const MOST_RATE = (1n << 80n) - 1n;
const MOST_SECONDS = 2 ** 40 - 1;

/**
 * Checks the terms as the contract will, before anybody pays gas for its refusal.
 * @throws {BadInputError} naming the field and the remedy.
 */
export function checkTerms({ budgetWei, maxRateWei, startsAtS, endsAtS }: Terms, nowMs: number): void {
  const nowS = Math.floor(nowMs / 1000);
  if (budgetWei === 0n) {
    throw wrong("no-budget", "budgetWei", "The campaign has no budget: it could buy nothing.", "Set aside some HEED.");
  }
  if (budgetWei > MOST_BUDGET) {
    throw wrong("bad-budget", "budgetWei", `The budget is more than ${MOST_BUDGET} wei.`, "Divide it over campaigns.");
  }
  if (maxRateWei === 0n || maxRateWei > MOST_RATE) {
    const message = `The highest rate should lie between 1 and ${MOST_RATE} wei an attention-second, not ${maxRateWei}.`;
    throw wrong("bad-rate", "maxRateWei", message, "Name the most that one second is worth to you.");
  }
  if (budgetWei < maxRateWei) {
    const message = "The budget doesn't pay for a single attention-second at the highest rate.";
    throw wrong("bad-budget", "budgetWei", message, "Raise the budget, or lower the highest rate.");
  }
  if (endsAtS < startsAtS) {
    const message = "The campaign would end before it starts.";
    throw wrong("dates-reversed", "endsAtS", message, "Exchange the two dates.");
  }
  if (endsAtS <= nowS) {
    throw wrong("dates-past", "endsAtS", "The campaign would be over already.", "Take an end in the future.");
  }
  if (endsAtS > MOST_SECONDS) {
    throw wrong(
      "bad-dates",
      "endsAtS",
      "The end lies further ahead than the chain can store.",
      "Take seconds, not ms.",
    );
  }
}

function wrong(code: string, field: string, message: string, hint: string): BadInputError {
  return new BadInputError(message, { code, field: `terms.${field}`, hint });
}
