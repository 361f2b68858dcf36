import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Job, PgBoss } from "pg-boss";
import type { InterestKind } from "../interest/architecture.ts";
import type { Context } from "../service/context.ts";
import { explainError } from "../service/errors.ts";
import {
  readLatestTraining,
  recordProgress,
  recordRequest,
  recordTraining,
  type TrainingRecord,
} from "../store/trainings.ts";
import { trainNext } from "./trainNext.ts";

/** What a job says: the request and nothing else. Behaviour stays in the database. */
interface TrainingRequest {
  model: InterestKind;
  requestedAtMs: number;
}

/** The queue that all processes on one database share. */
export interface TrainingJobs {
  /** Asks for a training; null if one is queued or under way. */
  request(model: InterestKind): Promise<string | null>;
  latest(): Promise<TrainingRecord | null>;
  /** Takes jobs, one at a time, as long as this process lives; `onModel` is told of each model that serves from then on. */
  work(onModel?: () => Promise<void>): Promise<void>;
  /** Settles when this process has no training under way that it asked for or took. */
  idle(): Promise<void>;
  /** Stops what is under way: it goes on from its checkpoint in whichever process takes it next. */
  stop(): Promise<void>;
}

const QUEUE = "training";
const SEED = 20_260_115;
/** A process that crashed is noticed after so long, and its job is taken again. */
const HEARTBEAT_SECONDS = 20;
const PROGRESS_MS = 500;
const RETRIES = 10;
/** Quotes are answered meanwhile, so one core is left to them. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

export function createTrainingJobs({
  store,
  logger,
  clock,
  options,
}: Pick<Context, "store" | "logger" | "clock" | "options">): TrainingJobs {
  const { db } = store;
  const stopping = new AbortController();
  let starting: Promise<PgBoss> | undefined;
  let worker: string | undefined;
  /** By job, settled when it has ended here. */
  const ends = new Map<string, PromiseWithResolvers<void>>();

  const boss = () => {
    starting ??= start();
    return starting;
  };

  async function start(): Promise<PgBoss> {
    const queue = new PgBoss({
      db: store.jobs,
      backend: store.kind,
      schedule: false,
      monitorIntervalSeconds: HEARTBEAT_SECONDS / 2,
      superviseIntervalSeconds: HEARTBEAT_SECONDS / 2,
    });
    queue.on("error", (err) => logger.warn({ err }, "job queue"));
    await queue.start();
    await queue.createQueue(QUEUE, {
      policy: "exclusive",
      retryLimit: RETRIES,
      retryDelay: 1,
      expireInSeconds: 12 * 3600,
      heartbeatSeconds: HEARTBEAT_SECONDS,
    });
    return queue;
  }

  async function run({ id, data, signal }: Job<TrainingRequest>, onModel: () => Promise<void>): Promise<void> {
    const { model, requestedAtMs } = data;
    const note = (changes: Pick<TrainingRecord, "state"> & Partial<TrainingRecord>) =>
      recordTraining(db, { id, model, requestedAtMs, ...changes });
    const startedAtMs = performance.now();
    let notedAtMs = 0;
    await note({ state: "running", stage: "data", share: 0 });
    const onProgress = ({ stage, share }: { stage: string; share: number }) => {
      if (performance.now() - notedAtMs < PROGRESS_MS) return;
      notedAtMs = performance.now();
      recordProgress(db, id, stage, share).catch(() => {});
    };
    const ended = AbortSignal.any([signal, stopping.signal]);
    const checkpoint = join(options.home, `training-${id}`);
    try {
      const next = { model, seed: SEED, untilMs: requestedAtMs, checkpoint, threads: THREADS };
      const outcome = await trainNext(db, next, { signal: ended, onProgress });
      await note({ state: "done", outcome });
      const seconds = Math.round((performance.now() - startedAtMs) / 1000);
      logger.info({ ...outcome, seconds }, outcome.served ? "model trained" : "model trained, not served: no better");
      if (outcome.served) await onModel();
    } catch (err) {
      if (ended.aborted) {
        await note({ state: "queued" });
        throw err;
      }
      // The same data would fail again: the job has ended, and says how.
      logger.warn({ err }, "training failed");
      await rm(checkpoint, { force: true });
      await note({ state: "failed", error: err instanceof Error ? explainError(err).split("\n")[0]! : String(err) });
    }
  }

  return {
    async request(model) {
      const requestedAtMs = clock.nowMs();
      const queue = await boss();
      const id = randomUUID();
      // Another process's end can't be waited for here.
      if (options.training === "here") ends.set(id, Promise.withResolvers());
      const request: TrainingRequest = { model, requestedAtMs };
      if ((await queue.send(QUEUE, request, { id })) === null) {
        ends.delete(id);
        return null;
      }
      await recordRequest(db, { id, ...request });
      if (worker) queue.notifyWorker(worker);
      return id;
    },
    async latest() {
      const record = await readLatestTraining(db);
      if (record?.state !== "queued" && record?.state !== "running") return record;
      const job = await (await boss()).getJobById(QUEUE, record.id);
      if (job?.state !== "failed" && job?.state !== "cancelled") return record;
      // Nobody lived to note it.
      const error =
        job.state === "cancelled"
          ? "The job was cancelled."
          : `Given up after ${RETRIES + 1} attempts: the process ended in the middle of each.`;
      const given: TrainingRecord = { ...record, state: "failed", error };
      await recordTraining(db, given);
      return given;
    },
    async work(onModel = async () => {}) {
      const queue = await boss();
      worker ??= await queue.work<TrainingRequest>(QUEUE, { pollingIntervalSeconds: 2 }, async ([job]) => {
        const end = ends.get(job!.id) ?? Promise.withResolvers<void>();
        ends.set(job!.id, end);
        try {
          await run(job!, onModel);
        } finally {
          end.resolve();
          ends.delete(job!.id);
        }
      });
    },
    async idle() {
      const ids = [...ends.keys()];
      await Promise.all([...ends.values()].map(({ promise }) => promise));
      const queue = await boss();
      // What has ended here is still to be put down as ended in the database.
      for (const id of ids) while ((await queue.getJobById(QUEUE, id))?.state === "active") await setImmediate();
    },
    async stop() {
      stopping.abort(new Error("The process is stopping."));
      if (!starting) return;
      const queue = await starting;
      await queue.stop({ graceful: true, close: false, timeout: 12_000 });
    },
  };
}
