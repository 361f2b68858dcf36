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

/** Reads when blocks that are there were made, Unix seconds, each once: for a short time, in which no re-org matters. */
export function createTimeReader(client: Pick<ChainClient, "getBlock">): (block: number) => Promise<number> {
  const known = new Map<number, Promise<number>>();
  return (block) => {
    const found =
      known.get(block) ?? client.getBlock({ blockNumber: BigInt(block) }).then(({ timestamp }) => Number(timestamp));
    known.set(block, found);
    found.catch(() => known.delete(block));
    return found;
  };
}
