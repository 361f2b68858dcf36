import type { Logger } from "./logger.ts";

const DEADLINE_MS = 15_000;

/** Ends the process in good order: steps run last first, once, on SIGINT, SIGTERM or SIGHUP, or when asked. */
export class Shutdown {
  readonly #steps: { name: string; run: () => unknown }[] = [];
  readonly #logger: Logger;
  #ending: Promise<void> | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Adds a step; it runs before those added earlier, which it may depend on. */
  add(name: string, run: () => unknown): void {
    this.#steps.unshift({ name, run });
  }

  /** Ends the process with code 0 on a signal; a second signal ends it at once. */
  onSignals(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (this.#ending) process.exit(1);
        this.#logger.info({ signal }, "stopping");
        void this.end().then(() => process.exit(0));
        setTimeout(() => process.exit(1), DEADLINE_MS).unref();
      });
    }
  }

  /** Runs the steps; one that fails is logged and doesn't keep the others from running. */
  end(): Promise<void> {
    this.#ending ??= this.#runAll();
    return this.#ending;
  }

  async #runAll(): Promise<void> {
    for (const { name, run } of this.#steps) {
      try {
        await run();
        this.#logger.debug({ step: name }, "stopped");
      } catch (err) {
        this.#logger.error({ err, step: name }, "stopping failed");
      }
    }
  }
}
