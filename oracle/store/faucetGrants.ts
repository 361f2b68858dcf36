import { eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { faucetGrants } from "./schema/chain.ts";

/** Notes that an address gets its one grant; false if it had it. Taken before the money moves, so that two requests can't both get it. */
export async function takeGrant(db: Database, grant: typeof faucetGrants.$inferInsert): Promise<boolean> {
  const taken = await db.insert(faucetGrants).values(grant).onConflictDoNothing().returning();
  return taken.length === 1;
}

/** Whether an address had its grant. */
export async function hasGrant(db: Database, address: string): Promise<boolean> {
  return (await db.$count(faucetGrants, eq(faucetGrants.address, address))) > 0;
}

/** Gives the grant back when the money didn't move. */
export async function returnGrant(db: Database, address: string): Promise<void> {
  await db.delete(faucetGrants).where(eq(faucetGrants.address, address));
}
