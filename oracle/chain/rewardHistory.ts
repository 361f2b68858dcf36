import type { Deployment } from "@heed/contracts/deployment";
import type { IndexedRewards } from "../store/rewardIndex.ts";
import type { ChainClient } from "./client.ts";
import { decodeRewardEvents } from "./decodeRewardEvents.ts";

/** All that happened to campaigns and reports. */
export type RewardHistory = Omit<IndexedRewards, "rewardClaims">;

const RANGE = 2_000n;

/** Reads a chain's campaigns and reports for whoever keeps no index: what was read before is kept while it is still on the chain. */
export function createRewardHistory(client: ChainClient, deployment: Deployment): () => Promise<RewardHistory> {
  const empty = (): RewardHistory => ({
    ...{ campaigns: [], campaignPayments: [], closed: [], reports: [], vetoed: [], openedPayouts: [] },
  });
  let read: { to: bigint; hash: string; history: RewardHistory } | null = null;

  return async () => {
    const head = await client.getBlock();
    if (read && (await hashOf(client, read.to)) !== read.hash) read = null;
    let from = read ? read.to + 1n : BigInt(deployment.deployedAtBlock);
    // A copy: a request that fails half-way leaves what was read before as it was.
    const history = read ? copyOf(read.history) : empty();
    for (; from <= head.number; from += RANGE) {
      const toBlock = from + RANGE - 1n < head.number ? from + RANGE - 1n : head.number;
      const address = [deployment.oracle, deployment.rewards];
      const events = decodeRewardEvents(
        await client.getLogs({ address, fromBlock: from, toBlock }),
        deployment,
        () => 0,
      );
      for (const name of Object.keys(history) as (keyof RewardHistory)[])
        history[name].push(...(events[name] as never[]));
    }
    // A block that was replaced meanwhile makes the next call read everything again.
    read = { to: head.number, hash: head.hash, history };
    return history;
  };
}

function copyOf(history: RewardHistory): RewardHistory {
  return Object.fromEntries(
    Object.entries(history).map(([name, rows]) => [name, [...rows]]),
  ) as unknown as RewardHistory;
}

async function hashOf(client: ChainClient, blockNumber: bigint): Promise<string | null> {
  const block = await client.getBlock({ blockNumber }).catch(() => null);
  return block?.hash ?? null;
}
