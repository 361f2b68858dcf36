import { defineChain } from "viem";
import { createConfig, http, injected } from "wagmi";
import { LOCAL_CHAIN_ID, type RuntimeConfig } from "../config/runtime.ts";
import { burner } from "./burner.ts";

/** wagmi for the one chain Heed is deployed on. Wallets announce themselves (EIP-6963); a burner exists on the local chain only. */
export function wagmiConfig({ chainId, rpcUrl }: Pick<RuntimeConfig, "chainId" | "rpcUrl">) {
  const local = chainId === LOCAL_CHAIN_ID;
  const chain = defineChain({
    id: chainId,
    name: local ? "Heed local" : `Chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    testnet: local,
  });
  return createConfig({
    chains: [chain],
    connectors: local ? [burner({ rpcUrl }), injected()] : [injected()],
    transports: { [chainId]: http(rpcUrl, { retryCount: 1 }) },
    pollingInterval: local ? 500 : 4_000,
    ssr: true,
  });
}
