import { and, eq, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { creators, works } from "./schema/catalogue.ts";
import { contents } from "./schema/chain.ts";

export type Work = typeof works.$inferSelect;
export type CreatorProfile = typeof creators.$inferSelect;

/**
 * Keeps a work. Its creator may describe it anew: all of it until it is published, afterwards title and summary only, because
 * prices were made from the rest. The body is fixed: its hash is the key. Somebody else's publication of the same hash counts for nothing.
 * Returns false, having changed nothing, if another creator deposited this very body before.
 */
export async function saveWork(db: Database, work: Work): Promise<boolean> {
  const { title, summary, language, topics, contentHash, creator } = work;
  const published = sql`exists (select from ${contents} where ${contents.contentHash} = ${contentHash} and ${contents.creator} = ${creator})`;
  const saved = await db
    .insert(works)
    .values(work)
    .onConflictDoUpdate({
      target: works.contentHash,
      set: {
        title,
        summary,
        language: sql`case when ${published} then ${works.language} else ${language} end`,
        topics: sql`case when ${published} then ${works.topics} else ${sql.param(topics)}::text[] end`,
      },
      setWhere: eq(works.creator, work.creator),
    })
    .returning({ contentHash: works.contentHash });
  return saved.length === 1;
}

/**
 * Whose a text is: who deposited it here or, as long as nobody has, who published its hash first on chain; null if nobody did either.
 * A hash can be copied off the chain, a deposit can't: it takes the text.
 */
export async function findOwner(db: Database, contentHash: string): Promise<string | null> {
  const [kept] = await db.select({ creator: works.creator }).from(works).where(eq(works.contentHash, contentHash));
  if (kept) return kept.creator;
  const [row] = await db
    .select({ creator: contents.creator })
    .from(contents)
    .where(eq(contents.contentHash, contentHash))
    .orderBy(sql`${contents.block}`, sql`length(${contents.contentId}), ${contents.contentId}`)
    .limit(1);
  return row?.creator ?? null;
}

/** The full text of a published content, or null if the oracle holds none by its creator. */
export async function readBody(db: Database, contentId: string): Promise<string | null> {
  const [row] = await db
    .select({ body: works.body })
    .from(contents)
    .innerJoin(works, and(eq(works.contentHash, contents.contentHash), eq(works.creator, contents.creator)))
    .where(eq(contents.contentId, contentId));
  return row?.body ?? null;
}

export async function saveCreator(db: Database, profile: CreatorProfile): Promise<void> {
  const { address: _address, ...rest } = profile;
  await db.insert(creators).values(profile).onConflictDoUpdate({ target: creators.address, set: rest });
}

export async function readCreator(db: Database, address: string): Promise<CreatorProfile | null> {
  const [row] = await db.select().from(creators).where(eq(creators.address, address));
  return row ?? null;
}

/** Names of the addresses that gave one. */
export async function readCreatorNames(db: Database): Promise<Map<string, string>> {
  const named = await db.select({ address: creators.address, name: creators.name }).from(creators);
  return new Map(named.map(({ address, name }) => [address, name]));
}
