import { type Auction, auction, type Bid, type Cell } from "../price/auction.ts";
import type { PublicRow } from "./fold.ts";

/** The first lines of an epoch's public rows: everything but the accounts'. */
export interface PublicEpoch {
  epoch: number;
  fromMs: number;
  toMs: number;
  previousRateWei: bigint;
  campaigns: (Bid & { audienceHash: string; availableWei: bigint })[];
  cells: Cell[];
}

/** One account's line. */
export interface PublicAccount {
  account: string;
  rows: PublicRow[];
}

type Line = Record<string, unknown>;

/** Reads an epoch's public rows line by line. */
export class PublicRowsReader {
  #head: PublicEpoch | undefined;

  /** What the lines so far say of the epoch. */
  get head(): PublicEpoch {
    if (this.#head) return this.#head;
    throw new SyntaxError("The rows don't begin with their epoch.");
  }

  /** Takes a line; returns the account if it is an account's. */
  read(text: string): PublicAccount | null {
    const line = JSON.parse(text) as Line;
    if ("account" in line) {
      const rows = (line.rows as [number, number, string][]).map(
        ([role, cell, units]): PublicRow => [role, cell, BigInt(units)],
      );
      return { account: String(line.account), rows };
    }
    if ("epoch" in line) this.#head = { ...headerOf(line), campaigns: [], cells: [] };
    else if ("campaign" in line) this.head.campaigns.push(campaignOf(line));
    else this.head.cells.push({ campaigns: line.campaigns as string[], supplyMs: BigInt(line.supplyMs as string) });
    return null;
  }
}

/** The auction of a public epoch, held again, with what was paid for each cell in all. */
export function sellAgain({ campaigns, cells, previousRateWei }: PublicEpoch): Auction & { paidForCell: bigint[] } {
  const sale = auction(campaigns, cells, previousRateWei);
  return { ...sale, paidForCell: sale.sales.map(({ spentWei }) => spentWei.reduce((sum, wei) => sum + wei, 0n)) };
}

function headerOf(line: Line) {
  const previousRateWei = BigInt(line.previousRateWei as string);
  return { epoch: Number(line.epoch), fromMs: Number(line.fromMs), toMs: Number(line.toMs), previousRateWei };
}

function campaignOf(line: Line): PublicEpoch["campaigns"][number] {
  const wei = (name: string) => BigInt(line[name] as string);
  return {
    campaignId: String(line.campaign),
    audienceHash: String(line.audienceHash),
    maxRateWei: wei("maxRateWei"),
    availableWei: wei("availableWei"),
    spendableWei: wei("spendableWei"),
  };
}
