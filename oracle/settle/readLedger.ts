import { attentionTokenAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { ChainClient } from "../chain/client.ts";
import { readCursor } from "../store/chainIndex.ts";
import type { Database } from "../store/database.ts";
import { readClaims, readRevenue, readSplits } from "../store/revenue.ts";
import { type Ledger, ledger } from "./ledger.ts";

/** Adds up a market from the index, and holds it against the token's own account of the market at the same block. */
export async function readLedger(
  db: Database,
  client: Pick<ChainClient, "readContract">,
  { token, market }: Deployment,
): Promise<Ledger> {
  const cursor = await readCursor(db);
  const [splits, revenue, claims] = [await readSplits(db), await readRevenue(db), await readClaims(db)];
  const held = await client.readContract({
    address: token,
    abi: attentionTokenAbi,
    functionName: "balanceOf",
    args: [market],
    ...(cursor && cursor.indexedBlock >= 0 ? { blockNumber: BigInt(cursor.indexedBlock) } : {}),
  });
  return ledger({ splits, ...revenue, claims }, held);
}
