import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 100;

/**
 * Watches memory until stopped: this process at its largest, plus PostgreSQL's processes at theirs, shared memory counted once (PSS).
 * The two peaks needn't fall together, so the sum is an upper bound.
 */
export class PeakMemory {
  readonly #timer: NodeJS.Timeout;
  #postgresKiB = 0;
  #nodeKiB = 0;

  constructor() {
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), EVERY_MS);
  }

  /** MiB. */
  stop(): number {
    this.#sample();
    clearInterval(this.#timer);
    return Math.ceil((this.#postgresKiB + this.#nodeKiB) / 1024);
  }

  #sample(): void {
    this.#nodeKiB = Math.max(this.#nodeKiB, process.memoryUsage.rss() / 1024);
    const sizes = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(postgresKiB);
    this.#postgresKiB = Math.max(
      this.#postgresKiB,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
}

function postgresKiB(pid: string): number {
  try {
    if (readFileSync(`/proc/${pid}/comm`, "utf8").trim() !== "postgres") return 0;
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
