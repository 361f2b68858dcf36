import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { type Database, rows } from "./database.ts";
import { appeals } from "./schema/settlement.ts";

export type Appeal = typeof appeals.$inferSelect;

/** What a rule took off a viewer, ms: in one epoch, or (epoch null) by intake's rule of that name; 0 where it took nothing. */
export async function readCut(db: Database, viewer: string, rule: string, epoch: number | null): Promise<number> {
  const [row] = await rows<{ cutMs: number }>(
    db,
    epoch === null
      ? sql`select coalesce(sum(cut_ms), 0)::bigint as "cutMs" from reductions where viewer = ${viewer} and reason = ${rule}`
      : sql`select coalesce(sum(cut_ms), 0)::bigint as "cutMs" from epoch_reductions
            where epoch = ${epoch} and viewer = ${viewer} and rule = ${rule}`,
  );
  return Number(row!.cutMs);
}

/** A viewer's open appeal against a rule's reduction, or null. */
export async function findOpenAppeal(db: Database, viewer: string, rule: string, epoch: number | null) {
  const same = epoch === null ? isNull(appeals.epoch) : eq(appeals.epoch, epoch);
  const open = and(eq(appeals.viewer, viewer), eq(appeals.rule, rule), eq(appeals.state, "open"), same);
  const [row] = await db.select().from(appeals).where(open);
  return row ?? null;
}

export async function insertAppeal(db: Database, appeal: typeof appeals.$inferInsert): Promise<Appeal> {
  const [row] = await db.insert(appeals).values(appeal).returning();
  return row!;
}

/** A viewer's appeals, newest first. */
export async function readAppealsOf(db: Database, viewer: string): Promise<Appeal[]> {
  return await db
    .select()
    .from(appeals)
    .where(eq(appeals.viewer, viewer))
    .orderBy(desc(appeals.createdAtMs), appeals.id);
}

/** Everybody's appeals for the operator, oldest first, each with what the rule took off. */
export async function readAppeals(db: Database, state: string | undefined, limit: number) {
  const found = await db
    .select()
    .from(appeals)
    .where(state === undefined ? undefined : eq(appeals.state, state))
    .orderBy(appeals.createdAtMs, appeals.id)
    .limit(limit);
  return Promise.all(
    found.map(async (appeal) => ({ ...appeal, cutMs: await readCut(db, appeal.viewer, appeal.rule, appeal.epoch) })),
  );
}

/** Answers an open appeal. Returns it as it is now, and whether it was this that answered it; null where there is none. */
export async function answerAppeal(
  db: Database,
  id: string,
  answer: { state: "upheld" | "refused"; answer: string; answeredAtMs: number },
): Promise<{ appeal: Appeal; answered: boolean } | null> {
  const [now] = await db
    .update(appeals)
    .set(answer)
    .where(and(eq(appeals.id, id), eq(appeals.state, "open")))
    .returning();
  if (now) return { appeal: now, answered: true };
  const [before] = await db.select().from(appeals).where(eq(appeals.id, id));
  return before ? { appeal: before, answered: false } : null;
}
