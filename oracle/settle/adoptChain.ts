import type { ChainClient } from "../chain/client.ts";
import type { ChainState } from "../chain/indexer.ts";
import { SetupError } from "../service/errors.ts";
import { LOCAL_CHAIN_ID } from "../service/options.ts";
import type { Database } from "../store/database.ts";
import { adImpressions } from "../store/schema/campaigns.ts";
import * as settlement from "../store/schema/settlement.ts";
import { readSetting, writeSetting } from "../store/settings.ts";

const NAME = "settled chain";

/**
 * Ties what is settled to the chain that it is settled on. A local chain begins anew with each start, and what was earned on the one
 * before is gone with it, ids of campaigns included; anywhere else that would be money owed to people, so nothing is deleted.
 * @returns whether another chain's epochs were forgotten
 * @throws {SetupError} if the epochs stored are another deployment's
 */
export async function adoptChain(
  db: Database,
  client: ChainClient,
  { deployment: { chainId, oracle, deployedAtBlock } }: ChainState,
): Promise<boolean> {
  const { hash } = await client.getBlock({ blockNumber: BigInt(deployedAtBlock) });
  const identity = `${chainId} ${oracle} ${hash}`;
  const known = await readSetting(db, NAME);
  if (known === identity) return false;
  if (known !== null && chainId !== LOCAL_CHAIN_ID) {
    throw new SetupError(
      "The epochs stored here were settled by another deployment of the contracts, and accounts may still claim by them.",
      {
        code: "settled-elsewhere",
        hint: "Give the new deployment a database of its own (HEED_HOME or DATABASE_URL), and keep this one.",
      },
    );
  }
  await db.transaction(async (tx) => {
    if (known !== null) for (const table of OF_A_CHAIN) await tx.delete(table);
    await writeSetting(tx, NAME, identity);
  });
  return known !== null;
}

const OF_A_CHAIN = [
  settlement.epochs,
  settlement.epochCampaigns,
  settlement.epochContents,
  settlement.epochViewers,
  settlement.epochCells,
  settlement.epochRows,
  settlement.epochPayouts,
  settlement.epochWriteOffs,
  settlement.epochCounted,
  settlement.payoutTotals,
  settlement.epochReductions,
  settlement.reportSignatures,
  settlement.reportObjections,
  adImpressions,
];
