import { eq, sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";
import { epochs } from "../store/schema/settlement.ts";

/** What an account had ever earned after an epoch. */
export interface Balance {
  /** Checksummed. */
  account: string;
  cumulativeWei: bigint;
}

const PAGE = 20_000;

/**
 * Streams what every account had earned after an epoch, in order of account, in pages. Nothing is added up over the past: what later
 * epochs paid is taken off the newest totals, and what they wrote off is put back.
 */
export async function* balancesAfter(db: Database, epoch: number): AsyncGenerator<Balance[]> {
  let last = "";
  for (;;) {
    const page = await rows<{ account: string; wei: string }>(
      db,
      sql`select t.account, (t.cumulative_wei - coalesce(
            (select sum(amount_wei) from epoch_payouts p where p.account = t.account and p.epoch > ${epoch}), 0) + coalesce(
            (select sum(amount_wei) from epoch_write_offs w where w.account = t.account and w.epoch > ${epoch}), 0))::text as wei
          from payout_totals t where t.account > ${last} order by t.account limit ${PAGE}`,
    );
    yield page
      .map(({ account, wei }) => ({ account, cumulativeWei: BigInt(wei) }))
      .filter((one) => one.cumulativeWei > 0n);
    if (page.length < PAGE) return;
    last = page.at(-1)!.account;
  }
}

/** Returns what one account had earned after an epoch. */
export async function balanceAfter(db: Database, epoch: number, account: string): Promise<bigint> {
  const [sum] = await rows<{ wei: string }>(
    db,
    sql`select (coalesce((select sum(amount_wei) from epoch_payouts where account = ${account} and epoch <= ${epoch}), 0)
          - coalesce((select sum(amount_wei) from epoch_write_offs where account = ${account} and epoch <= ${epoch}), 0))::text as wei`,
  );
  return BigInt(sum!.wei);
}

/** The epoch after which accounts had earned what an epoch's report has in its tree: an earlier one where the report holds back. */
export async function paidUntil(db: Database, epoch: number): Promise<number> {
  const [row] = await db.select({ plan: epochs.plan }).from(epochs).where(eq(epochs.epoch, epoch));
  return row?.plan?.repeats ?? epoch;
}

/** Returns what each epoch paid an account, written off or not, wei as decimal text, by epoch. */
export async function payoutsOfAccount(db: Database, account: string) {
  return await rows<{ epoch: number; amountWei: string }>(
    db,
    sql`select epoch, amount_wei::text as "amountWei" from epoch_payouts where account = ${account} order by epoch`,
  );
}

/** Returns what was written off of an account's earnings, wei as decimal text, by epoch, and from which epoch's report on. */
export async function writeOffsOfAccount(db: Database, account: string) {
  return await rows<{ epoch: number; by: number; amountWei: string }>(
    db,
    sql`select of_epoch as epoch, epoch as by, amount_wei::text as "amountWei" from epoch_write_offs
        where account = ${account} order by of_epoch`,
  );
}
