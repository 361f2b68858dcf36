import { readOptions } from "../../oracle/service/options.ts";
import { loadOperatorToken } from "../../oracle/service/secret.ts";

/** The operator's token of the oracle whose data folder this is: the one that an oracle started from here with it takes. */
export function operatorTokenOf(home: string): string {
  return loadOperatorToken(readOptions({ ...process.env, HEED_HOME: home }));
}
