import type { DeployOptions } from "./options.ts";

/** How long epochs and their windows last, in seconds; fixed with the deployment. */
export interface Periods {
  epochDuration: number;
  challengeWindow: number;
  reportWindow: number;
  settlementWindow: number;
}

const HOUR_S = 3_600;
/** AttentionOracle.MAX_PERIOD. */
const LONGEST_S = 30 * 24 * HOUR_S;
/** AttentionRewards.MAX_SETTLEMENT_WINDOW. */
const LONGEST_SETTLEMENT_S = 365 * 24 * HOUR_S;

/**
 * The periods that were asked for, else those of the module: an hour, six, 24, seven days.
 * @throws Error naming the option, where the contracts would refuse one.
 */
export function periodsOf(options: DeployOptions): Periods {
  const {
    epochDuration = HOUR_S,
    challengeWindow = 6 * HOUR_S,
    reportWindow = 24 * HOUR_S,
    settlementWindow = 7 * 24 * HOUR_S,
  } = options;
  for (const [option, seconds] of [
    ["epoch", epochDuration],
    ["challenge-window", challengeWindow],
    ["report-window", reportWindow],
  ] as const) {
    if (seconds > LONGEST_S) throw new Error(`--${option} is ${LONGEST_S} seconds (30 days) at most, not ${seconds}.`);
  }
  const least = reportWindow + challengeWindow + 1;
  if (settlementWindow < least || settlementWindow > LONGEST_SETTLEMENT_S) {
    throw new Error(
      `--settlement-window is ${least} to ${LONGEST_SETTLEMENT_S} seconds here, not ${settlementWindow}: it is longer than report and challenge window together.`,
    );
  }
  return { epochDuration, challengeWindow, reportWindow, settlementWindow };
}
