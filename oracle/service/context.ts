import type { Store } from "../store/open.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { Options } from "./options.ts";

/** What every part of the oracle needs, built once in main.ts (or a test) and handed down; nothing is global. */
export interface Context {
  options: Options;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  store: Store;
  /** 32 bytes: seals session cookies, keys pseudonyms, wraps viewers' keys. */
  secret: Uint8Array;
  /** What `authorization: Bearer …` must carry to act as the operator. */
  operatorToken: string;
}
