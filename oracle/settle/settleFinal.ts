import { attentionRewardsAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { Spend } from "@heed/contracts/report";
import type { ChainClient } from "../chain/client.ts";
import type { Relayer } from "../chain/relayer.ts";
import { revertedWith } from "../chain/revertedWith.ts";
import type { Database } from "../store/database.ts";
import type { epochs } from "../store/schema/settlement.ts";
import { parseReport, readSpends, spendsProof } from "./proposals.ts";

/** Campaigns that one transaction debits: its gas stays below three million. */
const AT_ONCE = 50;

interface Parts {
  db: Database;
  client: ChainClient;
  relayer: Relayer;
  deployment: Deployment;
}

/**
 * Has a final report's campaigns debited, in parts, leaving out what the chain says was debited by anybody, and its payouts opened. Run
 * again after a crash it does what is left. One campaign that can't be debited holds up no other.
 * @returns what is wrong, in words, or null
 */
export async function settleFinal(
  { db, client, relayer, deployment }: Parts,
  row: Pick<typeof epochs.$inferSelect, "report" | "plan">,
): Promise<string | null> {
  const report = parseReport(row.report);
  const rewards = { address: deployment.rewards, abi: attentionRewardsAbi } as const;
  const epoch = Number(report.epoch);

  const settle = async (some: readonly Spend[]) => {
    const ids = some.map(({ campaignId }) => campaignId);
    const { spends, proof, proofFlags } = await spendsProof(db, epoch, ids);
    const args = [report, spends, proof as `0x${string}`[], proofFlags] as const;
    await relayer.send(async (wallet) => {
      await client.simulateContract({ ...rewards, functionName: "settle", args, blockTag: "pending" });
      return await wallet.writeContract({ ...rewards, functionName: "settle", args });
    });
  };
  const isOpen = async (campaignId: bigint) =>
    !(await client.readContract({ ...rewards, functionName: "settled", args: [campaignId, report.epoch] }));

  const spends = await readSpends(db, epoch);
  const open = await Promise.all(spends.map(({ campaignId }) => isOpen(campaignId)));
  const left = spends.filter((_, place) => open[place]);
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const part = left.slice(from, from + AT_ONCE);
    const problem = await attempt(() => settle(part));
    if (problem === NOT_YET) return null;
    if (problem === null) continue;
    if (part.length === 1) return `Campaign ${part[0]!.campaignId} can't be debited: ${problem}.`;
    // One of them spoils it for all: each by itself.
    for (const one of part) {
      const why = await attempt(() => settle([one]));
      if (why !== null && why !== NOT_YET) return `Campaign ${one.campaignId} can't be debited: ${why}.`;
    }
  }
  const payouts = await client.readContract({ ...rewards, functionName: "payouts" });
  // Nothing new is in the payouts of a report without spends, unless it carries something of earlier epochs.
  if ((spends.length === 0 && !row.plan) || payouts.epoch >= report.epoch || payouts.debited < report.payoutsTotal)
    return null;
  const problem = await attempt(() => settle([]));
  return problem === null || problem === NOT_YET ? null : `The payouts can't be opened: ${problem}.`;
}

const NOT_YET = "not final yet";

/** What the contract said against it, or null. Somebody else's settlement a moment before is as good as ours. */
async function attempt(settle: () => Promise<void>): Promise<string | null> {
  try {
    await settle();
    return null;
  } catch (error) {
    const refusal = revertedWith(error);
    if (refusal === null) throw error;
    if (refusal === "ReportNotFinalized") return NOT_YET;
    return refusal === "AlreadySettled" ? null : refusal;
  }
}
