import { desc, eq } from "drizzle-orm";
import { NotFoundError } from "../service/errors.ts";
import type { Artefact, Manifest } from "../value/artefact.ts";
import type { Comparison } from "../value/compareModels.ts";
import type { Database } from "./database.ts";
import { models } from "./schema/models.ts";

/** What is known of a stored model without reading its weights. */
export interface ModelEntry {
  name: string;
  hash: `0x${string}`;
  active: boolean;
  trainedAtMs: number;
  metrics: Record<string, number>;
  comparison: Comparison | null;
}

/** Stores a model without activating it. Storing the same model again changes nothing. */
export async function saveModel(db: Database, artefact: Artefact, comparison: Comparison | null = null): Promise<void> {
  const { name, hash, manifest, weights } = artefact;
  await db
    .insert(models)
    .values({ name, hash, manifest, weights, comparison, trainedAtMs: manifest.trainedAtMs })
    .onConflictDoNothing();
}

/**
 * Makes the named model the one that serves, and no other, in one transaction: a reader sees the one before or this one. Rolling
 * back is activating an older name.
 * @throws NotFoundError when no model of that name is stored; the one that serves stays.
 */
export async function activateModel(db: Database, name: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(models).set({ active: false }).where(eq(models.active, true));
    const activated = await tx
      .update(models)
      .set({ active: true })
      .where(eq(models.name, name))
      .returning({ name: models.name });
    if (activated.length === 0) {
      throw new NotFoundError(`There is no model named ${name}.`, {
        code: "unknown-model",
        field: "name",
        hint: "List the stored models with: npm run heed -- models.",
      });
    }
  });
}

/** The model that serves, whole, or null before the first was activated. */
export async function loadActiveModel(db: Database): Promise<Artefact | null> {
  const [row] = await db.select().from(models).where(eq(models.active, true));
  if (row === undefined) return null;
  const { name, hash, manifest, weights } = row;
  return { name, hash: hash as `0x${string}`, manifest: manifest as Manifest, weights };
}

/** All stored models, the newest first. */
export async function listModels(db: Database): Promise<ModelEntry[]> {
  const rows = await db
    .select({
      name: models.name,
      hash: models.hash,
      active: models.active,
      trainedAtMs: models.trainedAtMs,
      comparison: models.comparison,
      manifest: models.manifest,
    })
    .from(models)
    .orderBy(desc(models.trainedAtMs), models.name);
  return rows.map(({ manifest, hash, comparison, ...row }) => ({
    ...row,
    hash: hash as `0x${string}`,
    metrics: (manifest as Manifest).metrics,
    comparison: comparison as Comparison | null,
  }));
}

/** The stored model of a name, whole, or null. */
export async function readModel(db: Database, name: string): Promise<Artefact | null> {
  const [row] = await db.select().from(models).where(eq(models.name, name));
  if (row === undefined) return null;
  const { hash, manifest, weights } = row;
  return { name, hash: hash as `0x${string}`, manifest: manifest as Manifest, weights };
}
