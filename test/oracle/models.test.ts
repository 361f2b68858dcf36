import { expect } from "chai";
import { NotFoundError } from "../../oracle/service/errors.ts";
import { readImport, saveImport } from "../../oracle/store/imports.ts";
import { activateModel, listModels, loadActiveModel, saveModel } from "../../oracle/store/models.ts";
import { packArtefact, unpackArtefact } from "../../oracle/value/artefact.ts";
import { describeOnEachStore } from "./support/stores.ts";

const artefactOf = (seed: number) =>
  packArtefact(
    { dataset: "heed", trainedAtMs: 1000 * seed, seed, metrics: { validationMae: 1 / 3 }, config: { tiny: 1e-9 } },
    { weights: Float64Array.of(seed, Math.PI), places: Int32Array.of(1, 2, 3), names: ["a", "b"] },
  );

describeOnEachStore("models in the store", (store) => {
  it("come back as they were saved, bit by bit", async () => {
    const artefact = artefactOf(1);
    await saveModel(store().db, artefact);
    await activateModel(store().db, artefact.name);
    const read = (await loadActiveModel(store().db))!;
    expect(read.manifest).to.deep.equal(artefact.manifest);
    expect(unpackArtefact(read)).to.deep.equal(unpackArtefact(artefact));
  });

  it("serve one at a time, and roll back by name", async () => {
    const [older, newer] = [artefactOf(1), artefactOf(2)];
    expect(await loadActiveModel(store().db)).to.equal(null);
    for (const artefact of [older, newer]) {
      await saveModel(store().db, artefact);
      await activateModel(store().db, artefact.name);
    }
    const active = async () => (await listModels(store().db)).map(({ name, active }) => [name, active]);
    expect(await active()).to.deep.equal([
      [newer.name, true],
      [older.name, false],
    ]);
    await activateModel(store().db, older.name);
    expect((await loadActiveModel(store().db))!.hash).to.equal(older.hash);
    expect((await active()).filter(([, serves]) => serves)).to.have.length(1);
  });

  it("stay as they are when a name isn't known", async () => {
    const artefact = artefactOf(1);
    await saveModel(store().db, artefact);
    await activateModel(store().db, artefact.name);
    const error = await activateModel(store().db, "heed-00000000").then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(NotFoundError);
    expect((await loadActiveModel(store().db))!.name).to.equal(artefact.name);
  });

  it("are saved once, however often they are saved", async () => {
    await saveModel(store().db, artefactOf(1));
    await saveModel(store().db, artefactOf(1));
    expect(await listModels(store().db)).to.have.length(1);
  });
});

describeOnEachStore("imports in the store", (store) => {
  const rowOf = (i: number) => ({
    viewer: `v${i % 3}`,
    video: String(i % 2),
    day: 20220425 + i,
    atMs: 1000 * i,
    playMs: 500 * i,
    durationMs: 20_000,
    tab: i % 4,
    click: i % 2 === 0,
    longView: i % 3 === 0,
    like: i % 5 === 0,
    kind: "dwell" as const,
  });
  const log = {
    rows: Array.from({ length: 7 }, (_, i) => rowOf(i)),
    videos: new Map(
      ["0", "1"].map((video) => [
        video,
        { video, author: "a", tags: ["x", "y,z"], durationMs: 20_000, type: "NORMAL" },
      ]),
    ),
    counts: { read: 7, kept: 7, dropped: { duplicate: 0, "unknown-video": 0, "negative-watch-time": 0 } },
  };

  it("come back as they were read", async () => {
    expect(await saveImport(store().db, "kuairand", log)).to.deep.equal({ visits: 7, contents: 2 });
    const { counts: _, ...read } = log;
    expect(await readImport(store().db, "kuairand")).to.deep.equal(read);
    expect(await readImport(store().db, "other")).to.equal(null);
  });

  it("add nothing twice", async () => {
    await saveImport(store().db, "kuairand", { ...log, rows: log.rows.slice(0, 4) });
    expect(await saveImport(store().db, "kuairand", log)).to.deep.equal({ visits: 3, contents: 0 });
    expect((await readImport(store().db, "kuairand"))!.rows).to.have.length(7);
  });

  it("keep apart visits that share viewer, video and time", async () => {
    const twins = { ...log, rows: [rowOf(3), { ...rowOf(3), playMs: 9 }] };
    expect((await saveImport(store().db, "kuairand", twins)).visits).to.equal(2);
    expect((await saveImport(store().db, "kuairand", twins)).visits).to.equal(0);
    expect((await readImport(store().db, "kuairand"))!.rows).to.deep.equal(twins.rows);
  });

  it("leave nothing behind when they are stopped", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const error = await saveImport(store().db, "kuairand", log, { signal }).then(
      () => null,
      (reason: Error) => reason.message,
    );
    expect(error).to.equal("enough");
    expect(await readImport(store().db, "kuairand")).to.equal(null);
  });
});
