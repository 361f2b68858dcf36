import { attentionMarketAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import { type Address, isAddressEqual } from "viem";
import type { Context } from "../service/context.ts";
import {
  applyRange,
  type ChainCursor,
  type IndexedBlock,
  readBlocksBelow,
  readCursor,
  rollBack,
} from "../store/chainIndex.ts";
import { readStandingRates } from "../store/reportIndex.ts";
import { chainUnreachable, isUnreachable, notDeployed } from "./chainErrors.ts";
import type { ChainClient } from "./client.ts";
import { decodeEvents } from "./decodeEvents.ts";
import { decodeRewardEvents } from "./decodeRewardEvents.ts";
import { type EpochTerms, readEpochTerms } from "./epochTerms.ts";
import type { DatedRate } from "./rateInForce.ts";

/** What is known of the chain after a round of indexing. */
export interface ChainState {
  deployment: Deployment;
  headBlock: number;
  /** Timestamp of the newest block, Unix seconds. */
  headAtSeconds: bigint;
  /** How far that was ahead of our clock when we first saw it: a local chain's time can be moved. 0 if it wasn't. */
  aheadSeconds: bigint;
  indexedBlock: number;
  /** The market's gate: who may sign, until when (Unix seconds), and under which counter. */
  gate: { signer: Address; expiresAt: number; counter: bigint; outgoing: Address; outgoingExpiresAt: number };
  terms: EpochTerms;
  /** Rates of reports that stand, rising by epoch, the first rate in front; those that may be in force are all there. */
  rates: readonly DatedRate[];
}

export interface Indexer {
  /** The newest state, or null before the first successful round. */
  readonly state: ChainState | null;
  /** Why the last round failed, or null if it succeeded. */
  readonly failure: Error | null;
  /**
   * Indexes everything up to the chain's present head. Rounds never overlap: a call during one waits for the next.
   * @throws {UnavailableError} if the node or the contracts aren't there.
   */
  catchUp(): Promise<ChainState>;
  /** Follows the chain until stopped; failures are logged once each and retried. */
  start(): void;
  stop(): Promise<void>;
  /** Called after every change to what is indexed. */
  onChange(listener: () => void): void;
}

export interface IndexerOptions {
  /** Reads where the contracts are; asked again each round, since a local chain is deployed anew. */
  deployment: () => Deployment | Promise<Deployment>;
  pollMs: number;
  /** How many blocks one request for logs covers. */
  rangeBlocks?: number;
}

type HeadBlock = { number: bigint; hash: `0x${string}`; timestamp: bigint };

/** Builds the follower of the protocol's events on one chain. */
export function createIndexer(
  {
    store: { db },
    logger,
    clock,
    options: { chainId, rpcUrl },
  }: Pick<Context, "store" | "logger" | "clock" | "options">,
  client: ChainClient,
  { deployment: readDeployment, pollMs, rangeBlocks = 2_000 }: IndexerOptions,
): Indexer {
  const listeners: (() => void)[] = [];
  let state: ChainState | null = null;
  let failure: Error | null = null;
  let round: Promise<ChainState> | null = null;
  let following: { stopped: boolean; done: Promise<void>; wake: () => void } | null = null;
  let lastHeadHash = "";
  let defaultReferralBps: number | null = null;
  let terms: { of: Address; read: EpochTerms } | null = null;

  async function runRound(): Promise<ChainState> {
    const deployment = await Promise.resolve(readDeployment()).catch((error: unknown) => {
      throw notDeployed(chainId, error);
    });
    const head = await client.getBlock({ blockTag: "latest" });
    if (state && head.hash === lastHeadHash && deployment.market === state.deployment.market) return state;

    const gate = await readGate(deployment.market);
    let changed = false;
    let cursor = await readCursor(db);
    if (cursor) {
      const checked = await returnToChain(cursor, deployment, head);
      changed = checked !== cursor;
      cursor = checked;
    }
    // Without a cursor, or after losing every block: from the deployment on.
    let from = Math.max((cursor?.indexedBlock ?? -1) + 1, deployment.deployedAtBlock);
    while (from <= Number(head.number)) {
      const to = Math.min(from + rangeBlocks - 1, Number(head.number));
      const after = await indexRange(cursor, deployment, from, to);
      if (after === null) {
        // The chain or another indexer moved under this range: look again from where things are now.
        cursor = await readCursor(db);
        if (cursor) cursor = await returnToChain(cursor, deployment, await client.getBlock({ blockTag: "latest" }));
        from = Math.max((cursor?.indexedBlock ?? -1) + 1, deployment.deployedAtBlock);
      } else {
        cursor = after;
        from = to + 1;
      }
      changed = true;
    }
    if (terms?.of !== deployment.oracle)
      terms = { of: deployment.oracle, read: await readEpochTerms(client, deployment) };
    const standing = await readStandingRates(db, Number(head.timestamp));
    lastHeadHash = head.hash;
    state = {
      deployment,
      headBlock: Number(head.number),
      headAtSeconds: head.timestamp,
      aheadSeconds: atLeastZero(head.timestamp - BigInt(Math.floor(clock.nowMs() / 1000))),
      indexedBlock: cursor?.indexedBlock ?? -1,
      gate,
      terms: terms.read,
      rates: [
        { rateWei: terms.read.initialRateWei, finalFrom: 0 },
        ...standing.map(({ rateWei, challengeEndsAt }) => ({ rateWei, finalFrom: challengeEndsAt + 1 })),
      ],
    };
    if (changed) for (const listener of listeners) listener();
    return state;
  }

  async function readGate(market: Address): Promise<ChainState["gate"]> {
    const [code, gate] = await Promise.all([
      client.getCode({ address: market }),
      client
        .readContract({ address: market, abi: attentionMarketAbi, functionName: "quoteGate" })
        .catch((error: unknown) => {
          if (isUnreachable(error)) throw error;
          return null;
        }),
    ]);
    if (!code || !gate) throw notDeployed(chainId);
    return { ...gate, counter: BigInt(gate.counter) };
  }

  async function readDefaultReferral(address: Address): Promise<number> {
    const terms = await client.readContract({ address, abi: attentionMarketAbi, functionName: "terms" });
    return Number(terms.defaultReferralBps);
  }

  /** Reads, checks and writes one range; null if the chain or the cursor changed meanwhile. */
  async function indexRange(
    cursor: ChainCursor | null,
    deployment: Deployment,
    from: number,
    to: number,
  ): Promise<ChainCursor | null> {
    const watched = [deployment.market, deployment.oracle, deployment.rewards];
    const [end, logs] = await Promise.all([
      client.getBlock({ blockNumber: BigInt(to) }).catch(() => null),
      client.getLogs({ address: watched, fromBlock: BigInt(from), toBlock: BigInt(to) }),
    ]);
    if (!end) return null;
    const seen = new Map<number, IndexedBlock>([[to, blockRow(end)]]);
    const withEvents = [...new Set(logs.map((log) => log.blockNumber))].filter((number) => Number(number) !== to);
    for (const block of await Promise.all(withEvents.map((blockNumber) => client.getBlock({ blockNumber }))))
      seen.set(Number(block.number), blockRow(block));
    // Logs, headers and the cursor's block came by several requests: all must be of one chain.
    const [endAgain, previous] = await Promise.all([
      client.getBlock({ blockNumber: BigInt(to) }).catch(() => null),
      cursor && cursor.indexedBlock >= 0
        ? client.getBlock({ blockNumber: BigInt(cursor.indexedBlock) }).catch(() => null)
        : undefined,
    ]);
    const oneChain =
      endAgain?.hash === end.hash &&
      (previous === undefined || previous?.hash === cursor?.indexedHash) &&
      logs.every((log) => seen.get(Number(log.blockNumber))?.hash === log.blockHash);
    if (!oneChain) return null;

    const after = { chainId, market: deployment.market, indexedBlock: to, indexedHash: end.hash };
    defaultReferralBps ??= await readDefaultReferral(deployment.market);
    const atMsOf = (block: number) => seen.get(block)!.atMs;
    const ofMarket = logs.filter((log) => isAddressEqual(log.address, deployment.market));
    const events = {
      ...decodeEvents(ofMarket, defaultReferralBps, atMsOf),
      rewards: decodeRewardEvents(logs, deployment, atMsOf),
    };
    if (!(await applyRange(db, cursor, after, events, [...seen.values()]))) return null;
    if (logs.length > 0) logger.info({ from, to, events: logs.length }, "indexed blocks");
    return after;
  }

  /** Rolls the index back to the newest block that is still part of the chain, if the cursor's isn't. */
  async function returnToChain(cursor: ChainCursor, deployment: Deployment, head: HeadBlock): Promise<ChainCursor> {
    const sameMarket = cursor.chainId === chainId && cursor.market === deployment.market;
    if (sameMarket && cursor.indexedBlock < 0) return cursor;
    if (sameMarket && (await isOnChain(cursor.indexedBlock, cursor.indexedHash, head))) return cursor;
    const ancestor = sameMarket ? await findAncestor(cursor, head) : null;
    logger.warn(
      { from: cursor.indexedBlock, to: ancestor?.number ?? null },
      sameMarket ? "re-org: index rolled back" : "another market: index cleared",
    );
    if (!(await rollBack(db, cursor, ancestor))) return (await readCursor(db)) ?? cursor;
    return { ...cursor, indexedBlock: ancestor?.number ?? -1, indexedHash: ancestor?.hash ?? "" };
  }

  async function findAncestor(cursor: ChainCursor, head: HeadBlock): Promise<IndexedBlock | null> {
    let highest = Math.min(cursor.indexedBlock, Number(head.number));
    for (;;) {
      const candidates = await readBlocksBelow(db, highest, 50);
      for (const candidate of candidates) if (await isOnChain(candidate.number, candidate.hash, head)) return candidate;
      const last = candidates.at(-1);
      if (!last) return null;
      highest = last.number - 1;
    }
  }

  async function isOnChain(number: number, hash: string, head: HeadBlock): Promise<boolean> {
    if (BigInt(number) > head.number) return false;
    const block = await client.getBlock({ blockNumber: BigInt(number) }).catch((error: unknown) => {
      if (isUnreachable(error)) throw error;
      return null;
    });
    return block?.hash === hash;
  }

  function catchUp(): Promise<ChainState> {
    const next = (round ?? Promise.resolve())
      .catch(() => {})
      .then(runRound)
      .then(
        (reached) => {
          if (failure) logger.info({ block: reached.headBlock }, "chain reached again");
          failure = null;
          return reached;
        },
        (error: unknown) => {
          const known = isUnreachable(error) ? chainUnreachable(error, rpcUrl) : (error as Error);
          if (failure?.message !== known.message) logger.warn({ err: known }, "chain round failed");
          failure = known;
          lastHeadHash = "";
          throw known;
        },
      );
    round = next;
    return next;
  }

  return {
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    catchUp,
    onChange: (listener) => void listeners.push(listener),
    start() {
      if (following) return;
      const self = { stopped: false, done: Promise.resolve(), wake: () => {} };
      following = self;
      self.done = (async () => {
        while (!self.stopped) {
          await catchUp().catch(() => {});
          if (self.stopped) return;
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pollMs);
            self.wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      })();
    },
    async stop() {
      if (!following) return;
      following.stopped = true;
      following.wake();
      await following.done;
      following = null;
    },
  };
}

function blockRow(block: HeadBlock): IndexedBlock {
  return { number: Number(block.number), hash: block.hash, atMs: Number(block.timestamp) * 1000 };
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
