import { and, asc, eq } from "drizzle-orm";
import { getAddress, type Hex, toHex } from "viem";
import type { Database } from "../store/database.ts";
import { reportObjections, reportSignatures } from "../store/schema/settlement.ts";
import type { Difference } from "./checkProposal.ts";

interface Proposed {
  epoch: number;
  digest: string;
  /** Checksummed. */
  signer: string;
  nowMs: number;
}

/** Keeps a reporter's signature; its last word counts, so an objection to the same report goes. */
export async function saveSignature(db: Database, { nowMs, ...whose }: Proposed, signature: Hex): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(reportObjections).where(byOf(reportObjections, whose));
    await tx
      .insert(reportSignatures)
      .values({ ...whose, signature: Buffer.from(signature.slice(2), "hex"), atMs: nowMs })
      .onConflictDoNothing();
  });
}

/** Keeps where a reporter's own result first differs; a signature of the same report goes. */
export async function saveObjection(db: Database, { nowMs, ...whose }: Proposed, found: Difference): Promise<void> {
  const { place, proposed, recomputed } = found;
  await db.transaction(async (tx) => {
    await tx.delete(reportSignatures).where(byOf(reportSignatures, whose));
    await tx
      .insert(reportObjections)
      .values({ ...whose, place, proposed, recomputed, atMs: nowMs })
      .onConflictDoUpdate({
        target: [reportObjections.digest, reportObjections.signer],
        set: { place, proposed, recomputed, atMs: nowMs },
      });
  });
}

/** The signatures of one digest by those who are reporters now, at most `most`, as `post` takes them. */
export async function readSignatures(
  db: Database,
  digest: string,
  reporters: readonly string[],
  most: number,
): Promise<{ signer: Hex; signature: Hex }[]> {
  const known = new Set(reporters.map((one) => getAddress(one)));
  const found = await db
    .select()
    .from(reportSignatures)
    .where(eq(reportSignatures.digest, digest))
    .orderBy(asc(reportSignatures.atMs), asc(reportSignatures.signer));
  return found
    .filter(({ signer }) => known.has(signer as Hex))
    .slice(0, most)
    .map(({ signer, signature }) => ({ signer: signer as Hex, signature: toHex(signature) }));
}

function byOf(table: typeof reportSignatures | typeof reportObjections, { digest, signer }: Omit<Proposed, "nowMs">) {
  return and(eq(table.digest, digest), eq(table.signer, signer));
}
