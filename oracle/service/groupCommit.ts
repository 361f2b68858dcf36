interface Waiting<Job, Result> {
  job: Job;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Lets requests that arrive together share one transaction: while one group is being committed the next one gathers.
 * A request is answered only after its group's commit. If a group fails, each of its jobs is tried once more alone,
 * so that one that can't succeed doesn't take the others with it.
 * @param run commits a group and returns one result a job, in order; an Error as result rejects that job only.
 */
export class GroupCommit<Job, Result> {
  readonly #run: (jobs: Job[]) => Promise<(Result | Error)[]>;
  readonly #weightOf: (job: Job) => number;
  readonly #maxWeight: number;
  readonly #waiting: Waiting<Job, Result>[] = [];
  #busy: Promise<void> | null = null;

  constructor(
    run: (jobs: Job[]) => Promise<(Result | Error)[]>,
    { weightOf, maxWeight }: { weightOf: (job: Job) => number; maxWeight: number },
  ) {
    this.#run = run;
    this.#weightOf = weightOf;
    this.#maxWeight = maxWeight;
  }

  submit(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#busy ??= this.#drain();
    });
  }

  /** Resolves when everything submitted so far has been answered. */
  async idle(): Promise<void> {
    while (this.#busy) await this.#busy;
  }

  async #drain(): Promise<void> {
    // Whatever else arrived in this turn of the event loop joins the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#commit(this.#nextGroup());
    this.#busy = null;
  }

  #nextGroup(): Waiting<Job, Result>[] {
    let weight = 0;
    let count = 0;
    for (const { job } of this.#waiting) {
      weight += this.#weightOf(job);
      if (count > 0 && weight > this.#maxWeight) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Waiting<Job, Result>[]): Promise<void> {
    try {
      const results = await this.#run(group.map(({ job }) => job));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index]!;
        if (result instanceof Error) reject(result);
        else resolve(result);
      });
    } catch (error) {
      if (group.length === 1) group[0]!.reject(error);
      else for (const waiting of group) await this.#commit([waiting]);
    }
  }
}
