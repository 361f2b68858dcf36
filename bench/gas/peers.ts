import type { Artifact } from "./artifacts.ts";
import { compile } from "./compile.ts";
import { installPeers } from "./packages.ts";
import { openPeerChain, type Peer } from "./peer.ts";
import { cumulativeDistributor } from "./peers/cumulativeDistributor.ts";
import { eagerMarket } from "./peers/eagerMarket.ts";
import { ocean } from "./peers/ocean.ts";
import { redstone } from "./peers/redstone.ts";
import { seaport } from "./peers/seaport.ts";
import { sound } from "./peers/sound.ts";
import { superfluid } from "./peers/superfluid.ts";
import { uniswapDistributor } from "./peers/uniswapDistributor.ts";
import { unlock } from "./peers/unlock.ts";
import { zoraErc20, zoraEther } from "./peers/zora.ts";

/** In the order of the table: what sells, then what pays out, then what prices. */
export const peers: readonly Peer[] = [
  eagerMarket,
  seaport,
  zoraErc20,
  zoraEther,
  sound,
  unlock,
  ocean,
  superfluid,
  cumulativeDistributor,
  uniswapDistributor,
  redstone,
];

/** Peers that no package has, and why. */
const unavailable: Record<string, string> = {
  "0xSplits": "npm has its SDK, without its contracts",
  Manifold: "npm has its tokens, without the contract that sells them",
  Pyth: "npm has its interface and a mock, without the contract that verifies",
};

export type PeerFigures = Record<string, Record<string, number> | { skipped: string }>;

/**
 * Measures every peer that can be had, one after the other; the rest say why they were skipped. A peer that is there and still fails
 * makes the exit code 1.
 */
export async function measurePeers(): Promise<PeerFigures> {
  const missing = await installPeers().then(
    () => undefined,
    (error: Error) => error.message,
  );
  // The compilers run side by side, the chains one after the other.
  const compiled = await Promise.allSettled(peers.map(compileAll));
  const figures: PeerFigures = {};
  for (const [i, peer] of peers.entries()) {
    try {
      const artifacts = compiled[i]!;
      if (artifacts.status === "rejected") throw artifacts.reason;
      figures[peer.name] = await measure(peer, artifacts.value);
    } catch (error) {
      // Without its package a peer fails for that, whatever it was that it looked for first; any other failure is a fault of ours.
      const reason = missing ?? (error as Error).message.slice(0, 200);
      figures[peer.name] = { skipped: reason };
      if (missing) continue;
      console.error(`✗ ${peer.name} is there, and yet couldn't be measured: ${reason}`);
      process.exitCode = 1;
    }
  }
  for (const [name, skipped] of Object.entries(unavailable)) figures[name] = { skipped };
  return figures;
}

async function compileAll({ sources = [] }: Peer): Promise<Record<string, Artifact>> {
  return Object.assign({}, ...(await Promise.all(sources.map(compile))));
}

async function measure(peer: Peer, artifacts: Record<string, Artifact>): Promise<Record<string, number>> {
  const chain = await openPeerChain();
  try {
    return await peer.measure(chain, artifacts);
  } finally {
    await chain.connection.close();
  }
}
