import { noSpends, type Spend, spendLeaf, spendLeafTypes } from "@heed/contracts/report";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { Balance } from "./balances.ts";
import { Leaves, nextTurn, type StandardTree } from "./standardTree.ts";

/** Builds the tree of what accounts ever earned from their balances as they come; of nothing for nobody where there are none. */
export async function payoutsTree(
  balances: AsyncIterable<readonly Balance[]> | Iterable<readonly Balance[]>,
): Promise<{ tree: StandardTree; totalWei: bigint }> {
  const leaves = new Leaves();
  let totalWei = 0n;
  for await (const page of balances) {
    for (const { account, cumulativeWei } of page) {
      leaves.add(account, cumulativeWei);
      totalWei += cumulativeWei;
      if (leaves.count % 1_000 === 0) await nextTurn();
    }
  }
  return { tree: await leaves.tree(), totalWei };
}

/** The tree of what each campaign spent in an epoch. */
export function spendsTree(spends: readonly Spend[]) {
  return StandardMerkleTree.of((spends.length > 0 ? spends : [noSpends]).map(spendLeaf), spendLeafTypes);
}

/** What `settle` takes to debit some of an epoch's campaigns, all unless some are named. */
export function spendsMultiProof(spends: readonly Spend[], some: readonly Spend[] = spends) {
  if (some.length === 0) return { spends: [], proof: [], proofFlags: [] };
  const { leaves, proof, proofFlags } = spendsTree(spends).getMultiProof(some.map(spendLeaf));
  return { spends: leaves.map(([campaignId, amount]): Spend => ({ campaignId, amount })), proof, proofFlags };
}
