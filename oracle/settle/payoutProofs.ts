import type { Hex } from "viem";
import { HeedError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { balanceAfter, balancesAfter } from "./balances.ts";
import { payoutsTree } from "./payoutTrees.ts";
import { readProposal } from "./proposals.ts";
import { leafHash, type StandardTree } from "./standardTree.ts";

/** What an account had earned after an epoch, and that it stands in the epoch's tree: what `claim` takes. */
export interface PayoutProof {
  epoch: number;
  account: string;
  cumulativeWei: bigint;
  proof: Hex[];
  root: Hex;
}

/** Trees are made from the accounts' totals when first asked for; two are kept, 64 bytes an account. */
const KEPT = 2;

export type PayoutProver = ReturnType<typeof createPayoutProver>;

/** Proves payouts. What it keeps is derived, so a second replica misses nothing. */
export function createPayoutProver(db: Database) {
  const trees = new Map<Hex, Promise<StandardTree>>();

  const treeOf = (epoch: number, root: Hex): Promise<StandardTree> => {
    const known = trees.get(root);
    if (known) return known;
    const made = payoutsTree(balancesAfter(db, epoch)).then(({ tree }) => {
      if (tree.root === root) return tree;
      throw new HeedError(`What accounts had earned after epoch ${epoch} has changed while its tree was made.`, {
        code: "payouts-changed",
        status: 503,
        hint: "Ask again: the epoch's report was taken back meanwhile, and made anew.",
        retry: true,
      });
    });
    trees.set(root, made);
    made.catch(() => trees.delete(root));
    for (const oldest of [...trees.keys()].slice(0, -KEPT)) trees.delete(oldest);
    return made;
  };

  return {
    /** Returns an account's proof for the report of an epoch, or null where the epoch has none, or the account had earned nothing. */
    async prove(epoch: number, account: string): Promise<PayoutProof | null> {
      const proposal = await readProposal(db, epoch);
      if (!proposal || proposal.empty) return null;
      const cumulativeWei = await balanceAfter(db, epoch, account);
      if (cumulativeWei === 0n) return null;
      const root = proposal.report.payoutsRoot;
      const proof = (await treeOf(epoch, root)).proof(leafHash(account, cumulativeWei));
      return proof && { epoch, account, cumulativeWei, proof, root };
    },
  };
}
