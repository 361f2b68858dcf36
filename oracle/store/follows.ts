import { and, asc, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { follows } from "./schema/behaviour.ts";

/** Whom a viewer follows, in the order of following. */
export async function readFollowed(db: Database, viewer: string): Promise<string[]> {
  const rows = await db
    .select({ creator: follows.creator })
    .from(follows)
    .where(eq(follows.viewer, viewer))
    .orderBy(asc(follows.atMs), asc(follows.creator));
  return rows.map((row) => row.creator);
}

export async function follow(db: Database, viewer: string, creator: string, atMs: number): Promise<void> {
  await db.insert(follows).values({ viewer, creator, atMs }).onConflictDoNothing();
}

export async function unfollow(db: Database, viewer: string, creator: string): Promise<void> {
  await db.delete(follows).where(and(eq(follows.viewer, viewer), eq(follows.creator, creator)));
}
