import type { Context } from "../service/context.ts";
import { type ErrorBody, type ErrorStatus, HeedError, UnavailableError } from "../service/errors.ts";
import { createLogger } from "../service/logger.ts";
import { readOptions } from "../service/options.ts";
import { loadOperatorToken } from "../service/secret.ts";
import { findRunningOracle } from "../store/lock.ts";
import { printProgress } from "./output.ts";

/** Asks one request (a GET unless told otherwise) of the oracle's API as its operator. Throws {@link HeedError} with the API's own words where it refuses. */
export type Ask = <T>(path: string, request?: AskRequest) => Promise<T>;

export interface AskRequest {
  method?: "GET" | "POST";
  /** Sent as JSON. */
  body?: object;
}

/**
 * Runs `use` against the oracle that holds the data folder, through its API; where none runs, against the store itself, with the
 * same routes in this process.
 */
export async function withOracle<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
  const options = readOptions();
  const headers = { authorization: `Bearer ${loadOperatorToken(options)}` };
  const url = options.databaseUrl ? null : findRunningOracle(options.home);
  if (url) {
    printProgress(`• asking the oracle at ${url}`);
    return await use(async (path, request) => await answerOf(await reach(url + path, initOf(request, headers))));
  }
  printProgress(`• no oracle runs on ${options.databaseUrl ? "this machine" : options.home}: opening the store itself`);
  const [{ createApp }, { createMarket }, { createMetrics }, { systemClock }, { loadSecret }, { openStore }] =
    await Promise.all([
      import("../api/app.ts"),
      import("../service/market.ts"),
      import("../service/metrics.ts"),
      import("../service/clock.ts"),
      import("../service/secret.ts"),
      import("../store/open.ts"),
    ]);
  const store = await openStore(options);
  try {
    const context: Context = {
      options,
      logger: createLogger("silent"),
      metrics: createMetrics(),
      clock: systemClock,
      store,
      secret: loadSecret(options),
      operatorToken: loadOperatorToken(options),
    };
    const market = createMarket(context);
    await market.models.reload();
    // Without a chain nothing new is quoted, which the route says; old quotes are explained all the same.
    await market.indexer.catchUp().catch(() => {});
    const app = createApp(context, market);
    return await use(async (path, request) => await answerOf(await app.request(path, initOf(request, headers))));
  } finally {
    await store.close();
  }
}

function initOf({ method = "GET", body }: AskRequest = {}, headers: Record<string, string>): RequestInit {
  if (!body) return { method, headers };
  return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
  } catch (cause) {
    throw new UnavailableError(`The oracle at ${new URL(url).origin} doesn't answer.`, {
      code: "oracle-unreachable",
      hint: "Wait until it has started, or stop it: then the store is opened directly.",
      cause,
    });
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as T | ErrorBody;
  if (response.ok) return body as T;
  const { message, ...details } = (body as ErrorBody).error;
  throw new HeedError(message, { ...details, status: response.status as ErrorStatus });
}
