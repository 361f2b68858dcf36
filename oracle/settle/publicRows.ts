import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Hex } from "viem";
import { type Database, rows } from "../store/database.ts";

const PAGE = 50_000;

/**
 * Streams an epoch's public rows, a page of whole lines at a time: NDJSON whose SHA-256 is the report's data hash. In this order: one
 * line of the epoch, its campaigns by id, its cells by number, and a line for each account by its checksummed address, with
 * [role, cell, units] by role and cell.
 * @param account whose line alone is wanted, checksummed.
 */
export async function* publicLines(db: Database, epoch: number, account?: string): AsyncGenerator<string> {
  yield await headerLine(db, epoch);
  const campaigns = await rows<{ line: string }>(
    db,
    sql`select format('{"campaign":"%s","audienceHash":"%s","maxRateWei":"%s","availableWei":"%s","spendableWei":"%s"}', campaign_id,
          audience_hash, max_rate_wei, available_wei, spendable_wei) as line
        from epoch_campaigns where epoch = ${epoch} order by campaign_id::numeric`,
  );
  yield linesOf(campaigns);
  const cells = await rows<{ line: string }>(
    db,
    sql`select format('{"cell":%s,"campaigns":["%s"],"supplyMs":"%s"}', cell, array_to_string(campaigns, '","'), supply_ms) as line
        from epoch_cells where epoch = ${epoch} order by cell`,
  );
  yield linesOf(cells);
  if (account === undefined) yield* accountLines(db, epoch, cells.length);
  else
    yield linesOf(
      await rows<{ line: string }>(
        db,
        lineOfAccounts(sql`
      select account, role, cell, units from epoch_rows where epoch = ${epoch} and account = ${account}`),
      ),
    );
}

async function headerLine(db: Database, epoch: number): Promise<string> {
  const [row] = await rows<{ line: string }>(
    db,
    sql`select format('{"epoch":%s,"fromMs":%s,"toMs":%s,"previousRateWei":"%s"}', epoch, from_ms, to_ms, previous_rate_wei) as line
        from epochs where epoch = ${epoch}`,
  );
  return linesOf(row ? [row] : []);
}

async function* accountLines(db: Database, epoch: number, cells: number): AsyncGenerator<string> {
  // An account has a row for each cell and role at most, so a full page has one whole account at least; the last may be cut off.
  const limit = PAGE + 2 * cells;
  let last = "";
  for (;;) {
    const page = await rows<{ account: string; line: string; count: number }>(
      db,
      lineOfAccounts(sql`
        select account, role, cell, units from epoch_rows where epoch = ${epoch} and account > ${last}
        order by account, role, cell limit ${limit}`),
    );
    const full = page.reduce((sum, { count }) => sum + count, 0) === limit;
    if (full) page.pop();
    if (page.length > 0) yield linesOf(page);
    if (!full) return;
    last = page.at(-1)!.account;
  }
}

const lineOfAccounts = (found: SQL) =>
  sql`select account, count(*)::int as count, format('{"account":"%s","rows":[%s]}', account,
        string_agg('[' || role || ',' || cell || ',"' || units || '"]', ',' order by role, cell)) as line
      from (${found}) as found group by account order by account`;

const linesOf = (page: readonly { line: string }[]) => page.map(({ line }) => `${line}\n`).join("");

/** SHA-256 of the lines. */
export async function dataHashOf(lines: AsyncIterable<string>): Promise<Hex> {
  const hash = createHash("sha256");
  for await (const page of lines) hash.update(page);
  return `0x${hash.digest("hex")}`;
}
