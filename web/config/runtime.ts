import type { Address } from "viem";

/** Everything the browser must know about where it runs. Read on the server at each request, so addresses may change without a rebuild. */
export interface RuntimeConfig {
  oracleUrl: string;
  rpcUrl: string;
  chainId: number;
  token: Address;
  market: Address;
  oracle: Address;
  rewards: Address;
  /** Holds the protocol's share of every split */
  treasury: Address;
  deployedAtBlock: number;
}

/** The chain id on which test money and the burner wallet exist. */
export const LOCAL_CHAIN_ID = 31337;
