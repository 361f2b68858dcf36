import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { creators, works } from "./schema/catalogue.ts";
import { contents, splits } from "./schema/chain.ts";

const PREVIEW_CHARACTERS = 900;
/** Chinese says in 600 characters what takes 3,000 in English: no preview is more than this part of its text. */
const PREVIEW_PERCENT = 40;

/**
 * Every published content with its work (null where the oracle holds none by that creator), in order of id. Whoever publishes a
 * copied hash isn't the work's creator, and gets no work.
 */
export async function readPublications(db: Database) {
  const { body: _body, ...described } = getTableColumns(works);
  return await db
    .select({
      content: getTableColumns(contents),
      work: {
        ...described,
        preview: sql<string>`left(${works.body}, least(${PREVIEW_CHARACTERS}, length(${works.body}) * ${PREVIEW_PERCENT} / 100))`,
      },
      creatorName: creators.name,
      payees: splits.payees,
      bps: splits.bps,
    })
    .from(contents)
    .leftJoin(works, and(eq(works.contentHash, contents.contentHash), eq(works.creator, contents.creator)))
    .leftJoin(creators, eq(creators.address, contents.creator))
    .leftJoin(splits, eq(splits.splitId, contents.splitId))
    .orderBy(sql`${contents.contentId}::numeric`);
}

export type Publication = Awaited<ReturnType<typeof readPublications>>[number];
