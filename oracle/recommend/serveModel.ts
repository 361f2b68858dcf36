import { NotFoundError } from "../service/errors.ts";
import type { Database } from "../store/database.ts";
import { activateModel, readModel } from "../store/models.ts";
import { loadAppraiser } from "../value/load.ts";

/**
 * Lets a stored model serve, by its name, once it has been read whole: one that can't be leaves everything as it is.
 * @throws NotFoundError for a name that isn't stored; BadArtefactError or BadInterestModelError for a model that is damaged
 */
export async function serveModel(db: Database, name: string): Promise<void> {
  const artefact = await readModel(db, name);
  if (!artefact) {
    throw new NotFoundError(`There is no model named ${name}.`, {
      code: "unknown-model",
      field: "name",
      hint: "List the stored models with: npm run heed -- models.",
    });
  }
  loadAppraiser(artefact);
  await activateModel(db, name);
}
