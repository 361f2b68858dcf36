import { mae } from "../interest/metrics.ts";
import { type Artefact, BadArtefactError } from "./artefact.ts";
import type { Dataset, ObservedVisit } from "./dataset.ts";
import { measureServed } from "./measureServed.ts";
import { secondsOf } from "./population.ts";

/** How a new model stood against what was served, on visits that neither was trained on. */
export interface Comparison {
  /** The visits began then or later; how many were measured. */
  sinceMs: number;
  visits: number;
  /** Mean absolute error of the new model's typical seconds. */
  maeSeconds: number | null;
  /** The model that was served, or null where the population's mean was; and its error on the same visits. */
  rival: string | null;
  rivalMaeSeconds: number | null;
  /** Whether the new one was nearer, and its expected seconds, which prices rest on, add up to what was seen, within a factor of two. */
  better: boolean;
}

const MOST_ASTRAY = 2;

/** Measures `candidate` and what it is to replace on the held-out visits of `dataset`: the same rows for both. */
export async function compareModels(
  dataset: Dataset,
  candidate: Artefact,
  rival: Artefact | null,
): Promise<Comparison> {
  const sinceMs = dataset.heldOutSinceMs ?? Number.POSITIVE_INFINITY;
  const own = await measureServed(candidate, dataset, sinceMs);
  const old = rival && (await measureIfReadable(rival, dataset, sinceMs));
  const rivalMae = old?.mae ?? meanError(dataset, sinceMs);
  return {
    sinceMs: Number.isFinite(sinceMs) ? sinceMs : 0,
    visits: own.rows,
    maeSeconds: finite(own.mae),
    rival: old ? rival!.name : null,
    rivalMaeSeconds: finite(rivalMae),
    better: own.mae < rivalMae && own.calibration > 1 / MOST_ASTRAY && own.calibration < MOST_ASTRAY,
  };
}

/** A model that can't be read any more is no rival. */
async function measureIfReadable(rival: Artefact, dataset: Dataset, sinceMs: number) {
  try {
    return await measureServed(rival, dataset, sinceMs);
  } catch (error) {
    if (error instanceof BadArtefactError || (error as Error).name === "BadInterestModelError") return null;
    throw error;
  }
}

/** The error of foretelling the training part's mean for every held-out visit, s. */
function meanError(dataset: Dataset, sinceMs: number): number {
  const targets = dataset.viewers.flatMap(({ visits }) => visits.filter(({ target }) => target !== false));
  const seconds = (wanted: (visit: ObservedVisit) => boolean) => Float64Array.from(targets.filter(wanted), secondsOf);
  const past = seconds(({ part }) => part === "train");
  const held = seconds(({ startedAtMs }) => startedAtMs >= sinceMs);
  const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
  return mae(new Float64Array(held.length).fill(mean), held);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
