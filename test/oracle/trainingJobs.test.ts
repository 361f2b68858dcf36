import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { PgBoss } from "pg-boss";
import { createTrainingJobs, type TrainingJobs } from "../../oracle/jobs/trainingJobs.ts";
import { createAppraiserHolder } from "../../oracle/recommend/appraiserHolder.ts";
import { serveModel } from "../../oracle/recommend/serveModel.ts";
import { listModels, readModel, saveModel } from "../../oracle/store/models.ts";
import { caught } from "./support/caught.ts";
import { SetClock, testContext } from "./support/context.ts";
import { useFolder } from "./support/process.ts";
import { storeBehaviour } from "./support/storedBehaviour.ts";
import { describeOnEachStore } from "./support/stores.ts";

describeOnEachStore("training jobs", (store) => {
  const folder = useFolder();
  const opened: TrainingJobs[] = [];
  /** A process of its own on the same database, as far as the queue can tell. */
  const join = (clock = new SetClock()) => {
    const jobs = createTrainingJobs(testContext(store(), { clock, options: { home: folder() } }));
    opened.push(jobs);
    return jobs;
  };
  afterEach(async () => {
    for (const jobs of opened.splice(0)) await jobs.stop();
  });

  it("wait for somebody who takes them, one at a time, and end with what went wrong", async () => {
    const asking = join();
    expect(await asking.latest()).to.equal(null);
    const id = await asking.request("lstm");
    expect(id).to.be.a("string");
    expect(await asking.latest()).to.include({ id, model: "lstm", state: "queued", error: null });
    expect(await asking.request("gru"), "one is queued").to.equal(null);
    await asking.work();
    await asking.idle();
    const ended = await asking.latest();
    expect(ended).to.include({ id, state: "failed", outcome: null });
    expect(ended!.error).to.match(/too few visits/);
    expect(await asking.request("transformer"), "nothing is under way any more").to.be.a("string");
    await asking.idle();
  });

  it("have failed where the queue has given them up, though nobody was there to note it", async () => {
    const asking = join();
    const id = await asking.request("gru");
    const queue = new PgBoss({ db: store().jobs, backend: store().kind, supervise: false, schedule: false });
    await queue.start();
    try {
      await queue.cancel("training", id!);
    } finally {
      await queue.stop({ graceful: false, close: false });
    }
    expect(await asking.latest()).to.include({ id, state: "failed", error: "The job was cancelled." });
  });

  it("serve the first model where it beats the population's mean, and store one that is no better without serving it", async () => {
    const { db } = store();
    const context = testContext(store(), { options: { home: folder() } });
    await storeBehaviour(db, context.clock.nowMs());
    const models = createAppraiserHolder(context);
    const clock = new SetClock();
    const jobs = join(clock);
    await jobs.work(models.reload);
    await jobs.request("gru");
    await jobs.idle();
    const first = (await jobs.latest())!.outcome!;
    expect(first.comparison).to.include({ rival: null, better: true });
    expect(first.comparison.maeSeconds).to.be.below(first.comparison.rivalMaeSeconds!);
    expect(first.served).to.equal(true);
    expect(models.active).to.include({ name: first.name });
    expect(models.active!.comparison).to.deep.equal(first.comparison);
    // The same data and seed give the same model, which isn't nearer than itself.
    clock.ms += 1000;
    // The queue notes the first one's end a moment after it has ended.
    while ((await jobs.request("gru")) === null) await setImmediate();
    await jobs.idle();
    const second = (await jobs.latest())!.outcome!;
    expect(second.comparison).to.include({ rival: first.name, better: false });
    expect(second.comparison.rivalMaeSeconds).to.equal(second.comparison.maeSeconds);
    expect(second.served).to.equal(false);
    expect(models.current().model).to.equal(first.name);
  });

  it("are taken up by another process where one stops in the middle", async () => {
    const { db } = store();
    await storeBehaviour(db, testContext(store()).clock.nowMs(), 60);
    const leaving = join();
    await leaving.work();
    const id = await leaving.request("transformer");
    while ((await leaving.latest())!.state !== "running") await setImmediate();
    await leaving.stop();
    expect(await leaving.latest()).to.include({ id, state: "queued" });
    const staying = join();
    await staying.work();
    while ((await staying.latest())!.state !== "done") await setImmediate();
    expect((await staying.latest())!.outcome!.served).to.equal(true);
    expect(await staying.request("gru"), "nothing is left under way").to.be.a("string");
    await staying.idle();
  });

  it("leave the model that serves where the one to serve is damaged or unknown", async () => {
    const { db } = store();
    const context = testContext(store(), { options: { home: folder() } });
    await storeBehaviour(db, context.clock.nowMs());
    const models = createAppraiserHolder(context);
    const jobs = join();
    await jobs.work(models.reload);
    await jobs.request("gru");
    await jobs.idle();
    const served = models.current().model;
    const { name: _, hash, ...rest } = (await readModel(db, served))!;
    await saveModel(db, {
      name: "damaged",
      hash,
      ...rest,
      weights: rest.weights.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
    });
    expect(await caught(serveModel(db, "damaged"))).to.include({ code: "bad-model" });
    expect(await caught(serveModel(db, "nobody"))).to.include({ code: "unknown-model", field: "name" });
    await models.reload();
    expect(models.current().model).to.equal(served);
    expect((await listModels(db)).filter(({ active }) => active).map(({ name }) => name)).to.deep.equal([served]);
  });
});
