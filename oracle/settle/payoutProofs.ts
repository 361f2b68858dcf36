import { sql } from "drizzle-orm";
import type { Hex } from "viem";
import { HeedError, NotFoundError } from "../service/errors.ts";
import { type Database, rows } from "../store/database.ts";
import { balanceAfter, balancesAfter, paidUntil } from "./balances.ts";
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

/** Trees are made from the accounts' totals when first asked for; three are kept, 64 bytes an account: as many as can be asked for. */
const KEPT = 3;

/** Proves payouts. What it keeps is derived, so a second replica misses nothing. */
export function createPayoutProver(db: Database) {
  const trees = new Map<Hex, Promise<StandardTree>>();
  // One after the other: whoever asks for both has them made in turn.
  let last: Promise<unknown> = Promise.resolve();

  const treeOf = (epoch: number, root: Hex): Promise<StandardTree> => {
    const known = trees.get(root);
    if (known) return known;
    const build = async () => payoutsTree(balancesAfter(db, await paidUntil(db, epoch)));
    const made = last.then(build, build).then(({ tree }) => {
      if (tree.root === root) return tree;
      throw new HeedError(`What accounts had earned after epoch ${epoch} has changed while its tree was made.`, {
        code: "payouts-changed",
        status: 503,
        hint: "Ask again: the epoch's report was taken back meanwhile, and made anew.",
        retry: true,
      });
    });
    trees.set(root, made);
    last = made;
    made.catch(() => trees.delete(root));
    for (const oldest of [...trees.keys()].slice(0, -KEPT)) trees.delete(oldest);
    return made;
  };

  return {
    /**
     * Returns an account's proof for the report of an epoch, or null where the epoch has none, or the account had earned nothing.
     * @throws {NotFoundError} proof-not-kept unless claims are checked against this report, or will be next
     */
    async prove(epoch: number, account: string): Promise<PayoutProof | null> {
      const proposal = await readProposal(db, epoch);
      if (!proposal || proposal.empty) return null;
      const cumulativeWei = await balanceAfter(db, await paidUntil(db, epoch), account);
      if (cumulativeWei === 0n) return null;
      if (!(await isProvable(db, epoch))) throw notKept(epoch);
      const root = proposal.report.payoutsRoot;
      const proof = (await treeOf(epoch, root)).proof(leafHash(account, cumulativeWei));
      return proof && { epoch, account, cumulativeWei, proof, root };
    },
  };
}

/** Whether an epoch's report is the one that claims are checked against, or the newest: on the chain, or on its way there. */
async function isProvable(db: Database, epoch: number): Promise<boolean> {
  const [found] = await rows<Record<"open" | "posted" | "proposed", number | null>>(
    db,
    sql`select (select epoch from opened_payouts order by block desc, log_index desc limit 1)::bigint as open,
          (select max(epoch) from epochs where state in ('posted', 'final', 'settled'))::bigint as posted,
          (select max(epoch) from epochs where report is not null)::bigint as proposed`,
  );
  return Object.values(found!).includes(epoch);
}

function notKept(epoch: number): NotFoundError {
  return new NotFoundError(`Proofs of epoch ${epoch} aren't kept: later reports contain what it paid.`, {
    code: "proof-not-kept",
    field: "epoch",
    hint: "Ask for the newest epoch with a report; npm run heed -- audit epoch makes any epoch's whole tree anew.",
  });
}
