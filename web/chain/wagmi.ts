import { defineChain } from "viem";
import { createConfig, http, injected } from "wagmi";
import { LOCAL_CHAIN_ID, type RuntimeConfig } from "../config/runtime.ts";
import { burner, demoAccount, randomAccount } from "./burner.ts";

/** Throwaway, and three people of the seeded demo, to see it with a reader's, a creator's and a teacher's eyes. */
function localWallets(rpcUrl: string) {
  return [
    burner({ id: "burner", name: "Burner wallet", rpcUrl, account: randomAccount }),
    burner({ id: "demo-reader", name: "Demo reader", rpcUrl, account: () => demoAccount("viewer") }),
    burner({ id: "demo-creator", name: "Ines Marlow", rpcUrl, account: () => demoAccount("ines-marlow") }),
    burner({ id: "demo-teacher", name: "Maren Okafor", rpcUrl, account: () => demoAccount("maren-okafor") }),
  ];
}

/** wagmi for the one chain Heed is deployed on. Wallets announce themselves (EIP-6963); burners exist on the local chain only. */
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
    connectors: local ? [...localWallets(rpcUrl), injected()] : [injected()],
    transports: { [chainId]: http(rpcUrl, { retryCount: 1 }) },
    pollingInterval: local ? 500 : 4_000,
    ssr: true,
  });
}
