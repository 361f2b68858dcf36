import { keccak256, toHex } from "viem";
import type { Appraiser } from "../value/appraiser.ts";

/** The share of a content's length that is assumed to be attended while nothing has been learnt. */
const ASSUMED_SHARE = 0.5;
const RULE = "heed untrained 1: interest 1/2, value = length / 2";

/**
 * Stands in until a model is trained, and says so: it knows nobody's interest (1/2, no evidence either way) and gives every
 * content half its length, so the personal price is the standard one.
 */
export const untrainedAppraiser: Appraiser = {
  model: "untrained",
  modelHash: keccak256(toHex(RULE)),
  appraise: (_history, contents) =>
    contents.map(({ contentId, lengthSeconds }) => {
      const value = ASSUMED_SHARE * lengthSeconds;
      return {
        contentId,
        interest: 0.5,
        value,
        standardValue: value,
        reasons: [
          {
            code: "no-model-yet",
            params: { lengthSeconds },
            text: `No model is trained yet: half of the content's ${lengthSeconds} seconds is assumed for everybody.`,
          },
        ],
      };
    }),
};
