import { createHash } from "node:crypto";
import type { Clock } from "../../../oracle/service/clock.ts";
import type { Context } from "../../../oracle/service/context.ts";
import { createLogger } from "../../../oracle/service/logger.ts";
import { createMetrics } from "../../../oracle/service/metrics.ts";
import { type Options, readOptions } from "../../../oracle/service/options.ts";
import type { Store } from "../../../oracle/store/open.ts";

/** A clock that stands until it is moved. */
export class SetClock implements Clock {
  ms: number;

  constructor(ms = Date.UTC(2026, 0, 15, 12)) {
    this.ms = ms;
  }

  readonly nowMs = () => this.ms;
}

export const testSecret = createHash("sha256").update("heed tests").digest();

/** Builds a context on a store: default options, a standing clock, no log. */
export function testContext(
  store: Store,
  changes: Partial<Omit<Context, "options">> & { options?: Partial<Options> } = {},
): Context {
  return {
    logger: createLogger("silent"),
    metrics: createMetrics(),
    clock: new SetClock(),
    store,
    secret: testSecret,
    operatorToken: "the operator's token",
    ...changes,
    options: { ...readOptions({ HEED_PORT: "0", HEED_RPC_URL: "http://127.0.0.1:9" }), ...changes.options },
  };
}
