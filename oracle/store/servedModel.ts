import { eq } from "drizzle-orm";
import type { Artefact, Manifest } from "../value/artefact.ts";
import type { Comparison } from "../value/compareModels.ts";
import type { Database } from "./database.ts";
import { models } from "./schema/models.ts";

/** A model without its weights. */
export interface ModelHead {
  name: string;
  hash: `0x${string}`;
  trainedAtMs: number;
  metrics: Record<string, number>;
  comparison: Comparison | null;
}

/** Returns which model is to serve, or null before one was ever activated. */
export async function readActiveModel(db: Database): Promise<ModelHead | null> {
  const [row] = await db
    .select({
      name: models.name,
      hash: models.hash,
      comparison: models.comparison,
      manifest: models.manifest,
      trainedAtMs: models.trainedAtMs,
    })
    .from(models)
    .where(eq(models.active, true));
  if (!row) return null;
  const { metrics } = row.manifest as Manifest;
  return {
    name: row.name,
    hash: row.hash as `0x${string}`,
    trainedAtMs: row.trainedAtMs,
    metrics,
    comparison: row.comparison as Comparison | null,
  };
}

/** Returns the hash of the model that is to serve: what is asked again and again to notice a new one. */
export async function readActiveModelHash(db: Database): Promise<string | null> {
  const [row] = await db.select({ hash: models.hash }).from(models).where(eq(models.active, true));
  return row?.hash ?? null;
}

/** Returns the stored model with this hash, whole, or null if it isn't kept. */
export async function readModelByHash(db: Database, hash: string): Promise<Artefact | null> {
  const [row] = await db.select().from(models).where(eq(models.hash, hash));
  if (!row) return null;
  return {
    name: row.name,
    hash: row.hash as `0x${string}`,
    manifest: row.manifest as Manifest,
    weights: row.weights,
  };
}
