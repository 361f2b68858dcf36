import { createApp } from "./api/app.ts";
import { listen } from "./api/listen.ts";
import { printError } from "./cli/output.ts";
import { keepInsightRegularly } from "./jobs/keepInsight.ts";
import { expireDaily } from "./privacy/expire.ts";
import { systemClock } from "./service/clock.ts";
import type { Context } from "./service/context.ts";
import { createLogger } from "./service/logger.ts";
import { createMarket } from "./service/market.ts";
import { createMetrics } from "./service/metrics.ts";
import { readOptions } from "./service/options.ts";
import { loadOperatorToken, loadSecret } from "./service/secret.ts";
import { Shutdown } from "./service/shutdown.ts";
import { openStore } from "./store/open.ts";
import { checkSecret } from "./store/settings.ts";

/** Starts the oracle; resolves once it answers. What was started before something failed is stopped again. */
async function start(): Promise<void> {
  const options = readOptions();
  const logger = createLogger(options.logLevel);
  const shutdown = new Shutdown(logger);
  shutdown.onSignals();
  try {
    const store = await openStore(options);
    shutdown.add("store", () => store.close());
    const secret = loadSecret(options);
    await checkSecret(store.db, secret);
    const context: Context = {
      options,
      logger,
      metrics: createMetrics(),
      clock: systemClock,
      store,
      secret,
      operatorToken: loadOperatorToken(options),
    };
    shutdown.add("expiry", expireDaily(context));
    const market = createMarket(context);
    shutdown.add("market", () => market.stop());
    await market.start();
    shutdown.add("insight", keepInsightRegularly(context, market));
    const listening = await listen(createApp(context, market), options);
    shutdown.add("http", () => listening.close());
    // First of all: a stream that stays open keeps the server from closing.
    shutdown.add("live trades", () => market.trades.close());
    store.announce(listening.url);
    logger.info({ url: listening.url, store: store.kind, chainId: options.chainId }, "oracle started");
    process.stdout.write(`The oracle answers at ${listening.url}\n`);
  } catch (error) {
    await shutdown.end();
    throw error;
  }
}

try {
  await start();
} catch (error) {
  printError(error, false);
  process.exit(1);
}
