import { type Chain, createPublicClient, defineChain, type HttpTransport, http, type PublicClient } from "viem";
import type { Options } from "../service/options.ts";

export type ChainClient = PublicClient<HttpTransport, Chain>;

const REQUEST_TIMEOUT_MS = 10_000;

/** The configured network, as viem describes one. */
export function configuredChain({ chainId, rpcUrl }: Pick<Options, "chainId" | "rpcUrl">): Chain {
  return defineChain({
    id: chainId,
    name: chainId === 31337 ? "Local chain" : `Chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
}

/** A reading client for the configured network. Requests of one moment share an HTTP call. */
export function createChainClient(options: Pick<Options, "chainId" | "rpcUrl">): ChainClient {
  return createPublicClient({
    chain: configuredChain(options),
    transport: http(options.rpcUrl, { batch: { wait: 0 }, retryCount: 1, timeout: REQUEST_TIMEOUT_MS }),
    cacheTime: 0,
  });
}
