import { attentionMarketAbi } from "@heed/contracts/abis";
import { type Address, BaseError, ContractFunctionRevertedError } from "viem";
import { UnavailableError } from "../service/errors.ts";
import type { Options } from "../service/options.ts";
import { chainUnreachable, isUnreachable, notDeployed } from "./chainErrors.ts";
import type { ChainClient } from "./client.ts";
import type { Indexer } from "./indexer.ts";

/** What the index says of a content. */
export interface IndexedContent {
  contentId: string;
  creator: string;
  contentHash: string;
}

/**
 * Asks the chain itself, not the index, whether a wallet holds a licence: a purchase counts from its block on. The chain is asked for
 * the content too: while a re-org isn't indexed yet, the same id may be another text there, whose licence opens nothing here.
 * @throws {UnavailableError} if the chain can't be asked, or content-moved if it has another content under this id.
 */
export async function holdsLicence(
  { client, indexer }: { client: ChainClient; indexer: Pick<Indexer, "state" | "failure"> },
  { chainId, rpcUrl }: Pick<Options, "chainId" | "rpcUrl">,
  address: Address,
  content: IndexedContent,
): Promise<boolean> {
  if (!indexer.state) throw indexer.failure ?? chainUnreachable(undefined, rpcUrl);
  const market = { address: indexer.state.deployment.market, abi: attentionMarketAbi } as const;
  const id = BigInt(content.contentId);
  const [balance, onChain] = await Promise.all([
    client.readContract({ ...market, functionName: "balanceOf", args: [address, id] }),
    client.readContract({ ...market, functionName: "content", args: [id] }),
  ]).catch((error: unknown) => {
    if (isUnreachable(error)) throw chainUnreachable(error, rpcUrl);
    throw isUnknownContent(error) ? contentMoved(content.contentId, error) : notDeployed(chainId, error);
  });
  if (onChain.creator !== content.creator || onChain.contentHash !== content.contentHash)
    throw contentMoved(content.contentId);
  return balance > 0n;
}

function isUnknownContent(error: unknown): boolean {
  const reverted =
    error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
  return reverted instanceof ContractFunctionRevertedError && reverted.data?.errorName === "UnknownContent";
}

function contentMoved(contentId: string, cause?: unknown): UnavailableError {
  return new UnavailableError(`The chain no longer has content ${contentId} as it was indexed.`, {
    code: "content-moved",
    field: "contentId",
    hint: "The chain was reorganised: try again in some seconds, when the oracle has followed it.",
    cause,
  });
}
