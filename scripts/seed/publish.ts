import { attentionMarketAbi } from "@heed/contracts/abis";
import type { Address, Hex } from "viem";
import type { Chain } from "./chain.ts";
import { demoAccount } from "./keys.ts";
import type { Piece } from "./pieces.ts";

/** A piece and what the oracle said when its text was deposited. */
export interface Deposited {
  piece: Piece;
  contentHash: Hex;
  uri: string;
}

/**
 * Publishes what isn't on the chain yet, in order, each with its split (made once per list of shares).
 * @returns content ids, in the order given
 */
export async function publish(chain: Chain, works: readonly Deposited[]): Promise<string[]> {
  const before = await readPublished(chain);
  const missing = works.filter((work) => !before.has(work.contentHash));
  if (missing.length === 0) return works.map((work) => String(before.get(work.contentHash)));

  const splits = await createSplits(
    chain,
    missing.map(({ piece }) => piece),
  );
  for (const { piece, uri, contentHash } of missing) {
    await chain.send({
      from: demoAccount(piece.creator),
      to: chain.deployment.market,
      abi: attentionMarketAbi,
      functionName: "publish",
      args: [uri, contentHash, piece.floorWei, piece.ceilingWei, splits.get(keyOf(sharesOf(chain, piece)))!],
    });
  }
  const after = await readPublished(chain);
  return works.map(({ piece, contentHash }) => {
    const id = after.get(contentHash);
    if (id === undefined) throw new Error(`«${piece.title}» was not published: its transaction failed.`);
    return String(id);
  });
}

/** Creates the splits that these pieces need and the chain hasn't; returns all ids by {@link keyOf}. */
async function createSplits(chain: Chain, pieces: readonly Piece[]): Promise<Map<string, bigint>> {
  const splits = await readSplits(chain);
  const asked = new Set(splits.keys());
  for (const piece of pieces) {
    const shares = sharesOf(chain, piece);
    if (asked.has(keyOf(shares))) continue;
    asked.add(keyOf(shares));
    await chain.send({
      from: demoAccount(piece.creator),
      to: chain.deployment.market,
      abi: attentionMarketAbi,
      functionName: "createSplit",
      args: [shares.payees, shares.bps],
    });
  }
  return asked.size === splits.size ? splits : await readSplits(chain);
}

async function readSplits(chain: Chain): Promise<Map<string, bigint>> {
  const logs = await chain.client.getContractEvents({
    ...everythingFrom(chain),
    abi: attentionMarketAbi,
    eventName: "SplitCreated",
    strict: true,
  });
  return new Map(logs.map(({ args }) => [keyOf(args), args.splitId]));
}

/** The ids under which contents were published first, by their hash. */
async function readPublished(chain: Chain): Promise<Map<Hex, bigint>> {
  const logs = await chain.client.getContractEvents({
    ...everythingFrom(chain),
    abi: attentionMarketAbi,
    eventName: "Published",
    strict: true,
  });
  return new Map(logs.reverse().map(({ args }) => [args.contentHash, args.contentId]));
}

function everythingFrom({ deployment }: Chain) {
  return { address: deployment.market, fromBlock: BigInt(deployment.deployedAtBlock) };
}

interface Shares {
  payees: readonly Address[];
  bps: readonly number[];
}

/** A piece's payees; what its front matter leaves of 10,000 is the treasury's. */
function sharesOf({ deployment }: Chain, { shares, slug }: Piece): Shares {
  const rest = 10_000 - shares.reduce((sum, share) => sum + share.bps, 0);
  if (rest < deployment.protocolFeeBps) {
    throw new Error(`${slug}: its shares leave ${rest} of 10,000; the protocol's fee is ${deployment.protocolFeeBps}.`);
  }
  return {
    payees: [...shares.map((share) => demoAccount(share.payee).address), deployment.treasury],
    bps: [...shares.map((share) => share.bps), rest],
  };
}

function keyOf({ payees, bps }: Shares): string {
  return payees.map((payee, i) => `${payee.toLowerCase()}:${bps[i]}`).join(" ");
}
