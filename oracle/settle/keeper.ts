import { attentionOracleAbi } from "@heed/contracts/abis";
import { asc, eq } from "drizzle-orm";
import type { Hex } from "viem";
import type { ChainClient } from "../chain/client.ts";
import type { ChainState, Indexer } from "../chain/indexer.ts";
import { chainSeconds } from "../chain/rateInForce.ts";
import type { Relayer } from "../chain/relayer.ts";
import type { Context } from "../service/context.ts";
import { HeedError } from "../service/errors.ts";
import type { Lead } from "../store/open.ts";
import { epochs } from "../store/schema/settlement.ts";
import { adoptChain } from "./adoptChain.ts";
import { advance, readUnreported } from "./advance.ts";
import { readBudgets } from "./budgets.ts";
import { followReports } from "./followReports.ts";
import { forgetFrozen } from "./forgetFrozen.ts";
import { freezeEpoch } from "./freeze.ts";
import { boundsOf, nextEpoch } from "./nextEpoch.ts";
import { settlementEndsAt } from "./payoutsPlan.ts";
import { isCovered } from "./readPlan.ts";
import { settleFinal } from "./settleFinal.ts";
import { settlementDue } from "./settlementDue.ts";

export interface KeeperParts {
  client: ChainClient;
  indexer: Pick<Indexer, "catchUp">;
  /** Pays for posting and settling; null leaves both to others. */
  relayer: Relayer | null;
  /** Hash of the models that serve. */
  modelHash(): Hex;
  pollMs: number;
}

export interface Keeper {
  /** Why the last round failed, in words, or null. */
  readonly problem: string | null;
  /**
   * Takes every epoch as far as it comes now: frozen, proposed, signed, posted, final, settled. Does nothing where another process leads.
   * @throws what stopped it; the next round goes on from there
   */
  round(): Promise<void>;
  /** Keeps epochs until stopped; failures are logged once each and tried again. */
  start(): void;
  stop(): Promise<void>;
}

/** What an expected error says; any other goes on. */
function inWords(error: unknown): string {
  if (error instanceof HeedError) return `${error.message} ${error.hint}`;
  throw error;
}

/** Builds the keeper of epochs: what turns verified attention into posted and settled reports. Its whole state is in the store and on the chain. */
export function createKeeper(
  context: Pick<Context, "store" | "logger" | "clock" | "options">,
  parts: KeeperParts,
): Keeper {
  const { store, logger, clock } = context;
  const { db } = store;
  const { client, indexer, relayer } = parts;
  let lead: Lead | null = null;
  let problem: string | null = null;
  let running: { stopped: boolean; done: Promise<void>; wake: () => void } | null = null;

  async function leads(): Promise<boolean> {
    if (lead && (await lead.held())) return true;
    await lead?.giveUp();
    lead = await store.lead();
    return lead !== null;
  }

  async function round(): Promise<void> {
    if (!(await leads())) return;
    let chain = await indexer.catchUp();
    if (await adoptChain(db, client, chain))
      logger.warn("another local chain: the epochs of the one before are forgotten");
    await follow(chain);
    await settleAllFinal(chain);
    // Empty epochs are done with at once, so that the next one's turn comes.
    while ((await advanceAll(chain)) && (await freezeNext(chain)));
    // What was just posted or settled, by us or others, is told at once.
    chain = await indexer.catchUp();
    await follow(chain);
    await forgetFrozen(db, chain.terms, chainSeconds(chain, clock.nowMs()));
  }

  async function follow(chain: ChainState): Promise<void> {
    const { chainId, oracle } = chain.deployment;
    const { terms } = chain;
    await followReports(db, { chainId, oracle, terms, seconds: chainSeconds(chain, clock.nowMs()) }, logger);
  }

  /** @returns whether no epoch waits for its report any more */
  async function advanceAll(chain: ChainState): Promise<boolean> {
    for (const row of await readUnreported(db)) {
      const step = { db, client, relayer, logger, chain, nowMs: clock.nowMs(), modelHash: parts.modelHash() };
      if (!(await advance(step, row))) return false;
    }
    return true;
  }

  /** @returns whether there was one to freeze */
  async function freezeNext(chain: ChainState): Promise<boolean> {
    const { terms, deployment } = chain;
    const of = { address: deployment.oracle, abi: attentionOracleAbi } as const;
    const latest = await client.readContract({ ...of, functionName: "latestReport" });
    const [nowMs, seconds] = [clock.nowMs(), chainSeconds(chain, clock.nowMs())];
    const epoch = await nextEpoch(db, terms, { nowMs, seconds, latest: Number(latest.epoch) });
    if (epoch === null) return false;
    const block = chain.indexedBlock;
    const campaigns = await readBudgets(db, { epoch, terms, block });
    const previousRateWei = latest.rate;
    await freezeEpoch(db, { epoch, ...boundsOf(epoch, terms), block, previousRateWei, campaigns, nowMs });
    logger.info({ epoch, campaigns: campaigns.length }, "epoch is frozen");
    return true;
  }

  async function settleAllFinal({ deployment, terms, ...chain }: ChainState): Promise<void> {
    const seconds = chainSeconds({ deployment, terms, ...chain }, clock.nowMs());
    for (const row of await db.select().from(epochs).where(eq(epochs.state, "final")).orderBy(asc(epochs.epoch))) {
      const past = seconds > settlementEndsAt(row.epoch, terms);
      const settling = relayer && !past ? settleFinal({ db, client, relayer, deployment }, row) : null;
      const covered = past && (await isCovered(db, row.epoch));
      const words = [await settling?.catch(inWords), settlementDue(row.epoch, terms, { seconds, covered })].filter(
        Boolean,
      );
      const wrong = words.join(" ") || null;
      if (wrong === row.problem) continue;
      await db.update(epochs).set({ problem: wrong }).where(eq(epochs.epoch, row.epoch));
      if (wrong) logger.warn({ epoch: row.epoch, problem: wrong }, "epoch can't be settled");
    }
  }

  function note(error: unknown): void {
    const words = error instanceof HeedError ? inWords(error) : "An error of the oracle's own: its log has it.";
    if (problem !== words) logger.warn({ err: error }, "keeping epochs failed");
    problem = words;
  }

  return {
    get problem() {
      return problem;
    },
    round,
    start() {
      if (running) return;
      const self = { stopped: false, done: Promise.resolve(), wake: () => {} };
      running = self;
      self.done = (async () => {
        while (!self.stopped) {
          await round().then(() => {
            problem = null;
          }, note);
          if (self.stopped) return;
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, parts.pollMs);
            self.wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      })();
    },
    async stop() {
      if (running) {
        running.stopped = true;
        running.wake();
        await running.done;
        running = null;
      }
      await lead?.giveUp();
      lead = null;
    },
  };
}
