import type { Context } from "../service/context.ts";
import { type ModelHead, readActiveModel, readActiveModelHash, readModelByHash } from "../store/servedModel.ts";
import type { Appraiser } from "../value/appraiser.ts";
import { loadAppraiser } from "../value/load.ts";
import { untrainedAppraiser } from "./untrainedAppraiser.ts";

export interface AppraiserHolder {
  /** The model that serves: the active one, or the stand-in while there is none. */
  current(): Appraiser;
  /** What is served, or null while nothing was trained. */
  readonly active: ModelHead | null;
  /** The model of a hash, or null if it is no longer kept: explanations ask for old ones. */
  find(hash: string): Promise<Appraiser | null>;
  /** Serves what is active in the store now. Called after training here; the poll sees what others activated. */
  reload(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 5_000;
/** Explanations rarely look further back, and a model is some megabytes. */
const OLD_MODELS_KEPT = 3;

/**
 * Holds the model that serves and swaps it whole: a request that began with one ends with it. A model that can't be loaded is
 * logged, and the one before it goes on serving.
 */
export function createAppraiserHolder({ store: { db }, logger }: Pick<Context, "store" | "logger">): AppraiserHolder {
  let served: { head: ModelHead; appraiser: Appraiser } | null = null;
  let refused: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let reloading: Promise<void> = Promise.resolve();
  const old = new Map<string, Appraiser>();

  async function find(hash: string): Promise<Appraiser | null> {
    if (hash === untrainedAppraiser.modelHash) return untrainedAppraiser;
    if (served?.head.hash === hash) return served.appraiser;
    const known = old.get(hash);
    if (known) return known;
    const artefact = await readModelByHash(db, hash);
    if (!artefact) return null;
    const appraiser = loadAppraiser(artefact);
    remember(hash, appraiser);
    return appraiser;
  }

  function remember(hash: string, appraiser: Appraiser): void {
    old.set(hash, appraiser);
    const [oldest] = old.keys();
    if (old.size > OLD_MODELS_KEPT && oldest) old.delete(oldest);
  }

  async function check(): Promise<void> {
    const hash = await readActiveModelHash(db);
    if (hash === (served?.head.hash ?? null) || hash === refused) return;
    const head = hash === null ? null : await readActiveModel(db);
    if (!head) {
      served = null;
      return;
    }
    try {
      const appraiser = await find(head.hash);
      if (!appraiser) return;
      if (served) remember(served.head.hash, served.appraiser);
      served = { head, appraiser };
      refused = null;
      logger.info({ model: head.name }, "model serves");
    } catch (err) {
      refused = head.hash;
      logger.error({ err, model: head.name }, "model can't be loaded");
    }
  }

  function reload(): Promise<void> {
    reloading = reloading.catch(() => {}).then(check);
    return reloading;
  }

  return {
    current: () => served?.appraiser ?? untrainedAppraiser,
    get active() {
      return served?.head ?? null;
    },
    find,
    reload,
    async start() {
      await reload();
      timer = setInterval(() => {
        reload().catch((err: unknown) => logger.warn({ err }, "asking for the active model failed"));
      }, POLL_MS);
    },
    async stop() {
      if (timer) clearInterval(timer);
      await reloading.catch(() => {});
    },
  };
}
