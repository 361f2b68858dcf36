import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { HISTORY_LENGTH } from "../../oracle/prepare/visits.ts";
import { recordConsent } from "../../oracle/privacy/consent.ts";
import { eraseViewer } from "../../oracle/privacy/erase.ts";
import { expireBehaviour } from "../../oracle/privacy/expire.ts";
import { ensureViewer } from "../../oracle/privacy/viewers.ts";
import { createCatalogue } from "../../oracle/recommend/catalogue.ts";
import { createViewerReader } from "../../oracle/recommend/viewerInputs.ts";
import { createLogger } from "../../oracle/service/logger.ts";
import { events, viewerStates } from "../../oracle/store/schema/behaviour.ts";
import { readViewerState } from "../../oracle/store/viewerStates.ts";
import type { Appraiser } from "../../oracle/value/appraiser.ts";
import { SetClock, testContext } from "./support/context.ts";
import { randomModel } from "./support/models.ts";
import { describeOnEachStore } from "./support/stores.ts";

const DAY_MS = 24 * 3600 * 1000;
const appraiser = { sequence: randomModel("gru", 20), modelHash: "0x1" } as unknown as Appraiser;

describeOnEachStore("a viewer's stored state", (store) => {
  const db = () => store().db;
  const clock = new SetClock();
  let failures: string[] = [];
  const logger = Object.assign(createLogger("silent"), {
    debug: (_: object, message: string) => void failures.push(message),
  });
  const contextNow = () => testContext(store(), { clock, logger });
  const readerNow = () =>
    createViewerReader(
      contextNow(),
      createCatalogue(db(), () => clock.nowMs()),
    );
  beforeEach(() => {
    failures = [];
  });

  /** Signs a wallet's viewer up with so many visits, a minute apart, the last of them now. */
  async function viewerWith(address: string, visits: number): Promise<string> {
    const viewer = await ensureViewer(contextNow(), address);
    await recordConsent(db(), viewer, { collect: true, personalise: true }, 1);
    const happened = Array.from({ length: visits }, (_, i) => {
      const atMs = clock.ms - 60_000 * (visits - 1 - i);
      const shared = { viewer, contentId: String(i % 20), kind: "dwell", receivedAtMs: atMs, atMs };
      return { ...shared, eventId: randomUUID(), dwellMs: 5_000, verifiedMs: 5_000 };
    });
    await db().insert(events).values(happened);
    return viewer;
  }

  async function stateOf(address: string, reader = readerNow()): Promise<Float32Array> {
    return (await reader.ofWallet(address))!.stateUnder!(appraiser)!;
  }

  /** Nobody waits for a row to be written but this. */
  async function written(viewer: string): Promise<Uint8Array> {
    for (;;) {
      const sealed = await readViewerState(db(), viewer);
      if (sealed) return sealed;
    }
  }

  it("is kept for who has read little, opened by another replica, and says the same there", async () => {
    const viewer = await viewerWith("0xA", 5);
    const first = await stateOf("0xA");
    await written(viewer);
    expect([...(await stateOf("0xA"))]).to.deep.equal([...first]);
  });

  it("isn't written where the history slides and never begins there again", async () => {
    const [long, short] = [await viewerWith("0xA", HISTORY_LENGTH + 3), await viewerWith("0xB", HISTORY_LENGTH - 1)];
    const reader = readerNow();
    const visits = (await reader.ofWallet("0xA"))!.visits;
    expect([...(await stateOf("0xA", reader))]).to.deep.equal([...appraiser.sequence!.encode([visits])]);
    await stateOf("0xB", reader);
    await written(short);
    expect(await readViewerState(db(), long)).to.equal(null);
  });

  it("goes with its viewer, and isn't written again of who is gone", async () => {
    const [viewer, bystander] = [await viewerWith("0xA", 5), await viewerWith("0xB", 5)];
    const reader = readerNow();
    const inputs = (await reader.ofWallet("0xA"))!;
    for (const address of ["0xA", "0xB"]) await stateOf(address, readerNow());
    await Promise.all([written(viewer), written(bystander)]);
    await eraseViewer(contextNow(), "0xA");
    expect(await readViewerState(db(), viewer)).to.equal(null);
    // A request that began before goes on with what it read.
    await db().delete(viewerStates);
    inputs.stateUnder!(appraiser);
    await stateOf("0xB", readerNow());
    await written(bystander);
    expect(await readViewerState(db(), viewer)).to.equal(null);
  });

  it("expires with the oldest behaviour in it", async () => {
    const viewer = await viewerWith("0xA", 5);
    await stateOf("0xA");
    await written(viewer);
    const { retentionDays } = contextNow().options;
    const oldestAtMs = clock.ms - 4 * 60_000 - 5_000;
    const at = (ms: number) => testContext(store(), { clock: new SetClock(ms) });
    await expireBehaviour(at(oldestAtMs + retentionDays * DAY_MS));
    expect(await readViewerState(db(), viewer)).not.to.equal(null);
    await expireBehaviour(at(oldestAtMs + retentionDays * DAY_MS + 1));
    expect(await readViewerState(db(), viewer)).to.equal(null);
  });

  it("is missed by nobody where it can't be written, and the log says so to who debugs", async () => {
    await viewerWith("0xA", 5);
    const inputs = (await readerNow().ofWallet("0xA"))!;
    await db().execute(sql.raw("alter table viewer_states rename to viewer_states_away"));
    try {
      expect([...inputs.stateUnder!(appraiser)!]).to.deep.equal([...appraiser.sequence!.encode([inputs.visits])]);
      while (failures.length === 0) await db().execute(sql.raw("select 1"));
    } finally {
      await db().execute(sql.raw("alter table viewer_states_away rename to viewer_states"));
    }
    expect(failures).to.deep.equal(["a viewer's state wasn't kept"]);
  });
});
