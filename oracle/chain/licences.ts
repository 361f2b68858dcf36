import { attentionMarketAbi } from "@heed/contracts/abis";
import type { Address } from "viem";
import type { Options } from "../service/options.ts";
import { chainUnreachable, isUnreachable, notDeployed } from "./chainErrors.ts";
import type { ChainClient } from "./client.ts";
import type { Indexer } from "./indexer.ts";

/**
 * Asks the chain itself, not the index, whether a wallet holds a licence: a purchase counts from its block on.
 * @throws {UnavailableError} if the chain can't be asked.
 */
export async function holdsLicence(
  { client, indexer }: { client: ChainClient; indexer: Pick<Indexer, "state" | "failure"> },
  { chainId, rpcUrl }: Pick<Options, "chainId" | "rpcUrl">,
  address: Address,
  contentId: string,
): Promise<boolean> {
  if (!indexer.state) throw indexer.failure ?? chainUnreachable(undefined, rpcUrl);
  try {
    const balance = await client.readContract({
      address: indexer.state.deployment.market,
      abi: attentionMarketAbi,
      functionName: "balanceOf",
      args: [address, BigInt(contentId)],
    });
    return balance > 0n;
  } catch (error) {
    throw isUnreachable(error) ? chainUnreachable(error, rpcUrl) : notDeployed(chainId, error);
  }
}
