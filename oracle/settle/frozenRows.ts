import { eq, sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { epochs } from "../store/schema/settlement.ts";
import { balancesAfter } from "./balances.ts";

/** What an epoch is settled from, as its reporters get it: plain JSON, wei as decimal text, nobody's pseudonym. In this order. */
export type FrozenRow =
  | { kind: "epoch"; epoch: number; fromMs: number; toMs: number; block: number; previousRateWei: string }
  /** By id, rising. */
  | {
      kind: "campaign";
      campaignId: string;
      audienceHash: string;
      topics: string[];
      languages: string[];
      maxRateWei: string;
      availableWei: string;
      spendableWei: string;
    }
  | {
      kind: "content";
      contentId: string;
      creator: string;
      language: string | null;
      topics: string[];
      payees: string[];
      bps: number[];
    }
  /** What an account had earned by the report that this epoch's payouts build on. */
  | { kind: "balance"; account: string; cumulativeWei: string }
  | FrozenViewer;

export interface FrozenViewer {
  kind: "viewer";
  account: string;
  shareBps: number;
  capMs: number;
  usedMs: number;
  newcomer: boolean;
  /** Campaigns whose ads were in view. */
  campaigns: string[];
  /** [content, milliseconds]. */
  attention: [string, number][];
}

const PAGE = 2_000;

/** Streams a proposed epoch's frozen rows; the same each time, whatever has been proposed since. */
export async function* frozenRows(db: Database, epoch: number): AsyncGenerator<FrozenRow> {
  yield* await rows<Extract<FrozenRow, { kind: "epoch" }>>(
    db,
    sql`select 'epoch' as kind, epoch, from_ms as "fromMs", to_ms as "toMs", block, previous_rate_wei::text as "previousRateWei"
        from epochs where epoch = ${epoch}`,
  );
  yield* await rows<Extract<FrozenRow, { kind: "campaign" }>>(
    db,
    sql`select 'campaign' as kind, campaign_id as "campaignId", audience_hash as "audienceHash", topics, languages,
          max_rate_wei::text as "maxRateWei", available_wei::text as "availableWei", spendable_wei::text as "spendableWei"
        from epoch_campaigns where epoch = ${epoch} order by campaign_id::numeric`,
  );
  yield* await rows<Extract<FrozenRow, { kind: "content" }>>(
    db,
    sql`select 'content' as kind, content_id as "contentId", creator, language, topics, payees, bps
        from epoch_contents where epoch = ${epoch} order by content_id::numeric`,
  );
  for await (const page of balancesAfter(db, await builtOn(db, epoch))) {
    for (const { account, cumulativeWei } of page) {
      yield { kind: "balance", account, cumulativeWei: cumulativeWei.toString() };
    }
  }
  for await (const page of viewersOf(db, epoch)) yield* page;
}

/** The epoch after whose report accounts had earned what the balances say. */
async function builtOn(db: Database, epoch: number): Promise<number> {
  const [row] = await db.select({ plan: epochs.plan }).from(epochs).where(eq(epochs.epoch, epoch));
  return row?.plan?.base ?? epoch - 1;
}

type StoredViewer = Omit<FrozenViewer, "kind" | "attention"> & { viewer: string; ids: string[]; ms: string[] };

async function* viewersOf(db: Database, epoch: number): AsyncGenerator<FrozenViewer[]> {
  let last = "";
  for (;;) {
    const page = await rows<StoredViewer>(
      db,
      sql`select viewer, account, share_bps as "shareBps", cap_ms as "capMs", used_ms as "usedMs", newcomer, campaigns,
            content_ids as ids, content_ms::text[] as ms
          from epoch_viewers where epoch = ${epoch} and viewer > ${last} order by viewer limit ${PAGE}`,
    );
    const next = page.at(-1)?.viewer;
    yield page.map(({ viewer: _, ids, ms, ...row }) => ({
      kind: "viewer",
      ...row,
      attention: ids.map((id, place): [string, number] => [id, Number(ms[place])]),
    }));
    if (next === undefined || page.length < PAGE) return;
    last = next;
  }
}
