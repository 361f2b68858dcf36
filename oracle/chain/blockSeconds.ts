import { BlockNotFoundError } from "viem";
import type { ChainClient } from "./client.ts";

/** When a block was made, Unix seconds; null where the chain has none of that number. */
export async function blockSeconds(client: Pick<ChainClient, "getBlock">, block: number): Promise<number | null> {
  const found = await client.getBlock({ blockNumber: BigInt(block) }).catch((error: unknown) => {
    if (error instanceof BlockNotFoundError) return null;
    throw error;
  });
  return found && Number(found.timestamp);
}
