const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The address of a local service as the browser should call it. A page opened at 127.0.0.1 that calls localhost is
 * cross-site to the browser, which then keeps the session's SameSite cookie to itself; so loopback follows the page.
 */
export function endpointFor(serviceUrl: string, pageHost: string): string {
  const url = new URL(serviceUrl);
  const pageName = new URL(`http://${pageHost}`).hostname;
  if (LOOPBACK.has(url.hostname) && LOOPBACK.has(pageName)) url.hostname = pageName;
  return url.toString().replace(/\/$/, "");
}

/** Where the oracle and the chain's RPC are, from the environment that `npm start` sets. */
export function endpointsFor(pageHost: string): { oracleUrl: string; rpcUrl: string } {
  return {
    oracleUrl: endpointFor(process.env.HEED_ORACLE_URL ?? "http://127.0.0.1:8787", pageHost),
    rpcUrl: endpointFor(process.env.HEED_RPC_URL ?? "http://127.0.0.1:8545", pageHost),
  };
}
