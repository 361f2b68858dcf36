import { sql } from "drizzle-orm";
import { type Database, rows } from "../store/database.ts";

// What campaigns paid one account, and for what. An epoch counts as soon as it is proposed, and no longer once it is vetoed.

/** Epochs that are told in detail; sums are of all. */
const MOST_EPOCHS = 100;
const WHOLE_BPS = 10_000n;
const NOT_COUNTED = ["vetoed", "failed", "empty"] as const;

/** One pool of attention that an account was paid from. */
export interface RewardLine {
  /** For the account's own attention, or for attention to what it created. */
  role: "viewer" | "creator";
  /** The campaigns that bought in this pool. */
  campaigns: string[];
  /** Attention of the account in the pool, ms; a creator's is what viewers passed on, as if of the whole price. */
  ms: number;
  /** What of it was sold, the same part for everybody in the pool, ms. */
  boughtMs: number;
  /** What the viewer kept of the price, ten-thousandths; null for a creator. */
  keptBps: number | null;
  amountWei: bigint;
}

export interface EpochRewards {
  epoch: number;
  fromMs: number;
  state: string;
  /** When its report can be vetoed no longer; null until it is posted. */
  finalAtMs: number | null;
  rateWei: bigint;
  amountWei: bigint;
  /** What of it a later report leaves out, since nobody settled the epoch in time. */
  writtenOffWei: bigint;
  /** Whether its report held it back, so that it comes with a later one. */
  heldBack: boolean;
  lines: RewardLine[];
}

interface Row extends Record<string, unknown> {
  epoch: number;
  role: number;
  units: string;
  keptBps: number | null;
  campaigns: string[];
  spentWei: string[];
  supplyMs: number;
}

/** What an account earned in its latest epochs, newest first, each by the pools that it was paid from. */
export async function readRewards(db: Database, account: string): Promise<EpochRewards[]> {
  const paid = await rows<
    Record<"epoch" | "fromMs", number> &
      Record<"state" | "amountWei" | "writtenOffWei" | "rateWei", string> & {
        finalAtMs: number | null;
        heldBack: boolean;
      }
  >(
    db,
    sql`select e.epoch, e.from_ms as "fromMs", e.state, p.amount_wei::text as "amountWei", e.plan ->> 'repeats' is not null as "heldBack",
          coalesce((select w.amount_wei from epoch_write_offs w where w.account = p.account and w.of_epoch = p.epoch), 0)::text as "writtenOffWei",
          coalesce(e.report->>'rate', e.previous_rate_wei::text) as "rateWei",
          (select r.challenge_ends_at * 1000 from reports r where r.digest = e.digest and r.vetoed_in_block is null) as "finalAtMs"
        from epoch_payouts p join epochs e on e.epoch = p.epoch
        where p.account = ${account} and ${counts} order by e.epoch desc limit ${MOST_EPOCHS}`,
  );
  const oldest = paid.at(-1)?.epoch ?? 0;
  const pools = await rows<Row>(
    db,
    sql`select r.epoch, r.role, r.units::text as units, 10000 - v.share_bps as "keptBps", c.campaigns,
          c.spent_wei::text[] as "spentWei", c.supply_ms as "supplyMs"
        from epoch_rows r join epoch_cells c on c.epoch = r.epoch and c.cell = r.cell
        left join epoch_viewers v on v.epoch = r.epoch and v.account = r.account and r.role = 0
        where r.account = ${account} and r.epoch >= ${oldest} and c.supply_ms > 0 order by r.epoch, r.role, r.cell`,
  );
  return paid.map(({ amountWei, writtenOffWei, rateWei, ...epoch }) => ({
    ...epoch,
    finalAtMs: epoch.finalAtMs === null ? null : Number(epoch.finalAtMs),
    amountWei: BigInt(amountWei),
    writtenOffWei: BigInt(writtenOffWei),
    rateWei: BigInt(rateWei),
    lines: pools
      .filter((row) => row.epoch === epoch.epoch)
      .map((row) => lineOf(row, BigInt(rateWei)))
      .filter(({ amountWei }) => amountWei > 0n),
  }));
}

const counts = sql`e.state not in (${sql.join(
  NOT_COUNTED.map((state) => sql`${state}`),
  sql`, `,
)})`;

/** The same sum as the payout's: floor(units × spent ÷ (supply × 10,000)). */
function lineOf({ role, units, keptBps, campaigns, spentWei, supplyMs }: Row, rateWei: bigint): RewardLine {
  const spent = spentWei.map(BigInt);
  const total = spent.reduce((sum, one) => sum + one, 0n);
  const supply = BigInt(supplyMs);
  // A viewer who passes everything on has no row of the own attention at all.
  const ms = BigInt(units) / (role === 0 && keptBps ? BigInt(keptBps) : WHOLE_BPS);
  return {
    role: role === 0 ? "viewer" : "creator",
    campaigns: campaigns.filter((_, index) => spent[index]! > 0n),
    ms: Number(ms),
    boughtMs: Number((ms * total * 1000n) / (rateWei * supply)),
    keptBps: role === 0 ? keptBps : null,
    amountWei: (BigInt(units) * total) / (supply * WHOLE_BPS),
  };
}

export interface RewardTotals {
  /** By all epochs that count, final or not, less what was written off. */
  earnedWei: bigint;
  claimedWei: bigint;
  /** The epoch whose tree claims are checked against, and what the account has there; null before the first. */
  open: { epoch: number; cumulativeWei: bigint } | null;
  /** What is pending was earned in later epochs than this one. */
  payableUntil: number;
}

/** What an account ever earned, can claim, and has claimed, by the index. */
export async function readRewardTotals(db: Database, account: string): Promise<RewardTotals> {
  const [sums] = await rows<
    Record<"earned" | "claimed" | "open", string> & Record<"epoch" | "until" | "most", number | null>
  >(
    db,
    sql`with opened as (
          select o.epoch, coalesce((e.plan ->> 'repeats')::bigint, o.epoch) as until
          from opened_payouts o left join epochs e on e.epoch = o.epoch order by o.block desc, o.log_index desc limit 1
        ), changes as (
          select p.epoch, p.amount_wei as wei from epoch_payouts p join epochs e on e.epoch = p.epoch
          where p.account = ${account} and ${counts}
          union all
          select epoch, -amount_wei from epoch_write_offs where account = ${account}
        ), paying as (
          select o.epoch from opened_payouts o left join epochs e on e.epoch = o.epoch where e.plan ->> 'repeats' is null
        )
        select (select coalesce(sum(wei), 0)::text from changes) as earned,
          (select coalesce(sum(amount_wei), 0)::text from reward_claims where account = ${account}) as claimed,
          (select epoch from opened) as epoch, (select until from opened) as until, (select max(epoch) from paying) as most,
          (select coalesce(sum(wei), 0)::text from changes where epoch <= (select until from opened)) as open`,
  );
  const { earned, claimed, open, epoch, until, most } = sums!;
  // Payouts that a report repeats can be less than what was open before, and claimed.
  const ahead = BigInt(claimed) > BigInt(open);
  return {
    earnedWei: BigInt(earned),
    claimedWei: BigInt(claimed),
    open: epoch === null ? null : { epoch: Number(epoch), cumulativeWei: BigInt(open) },
    payableUntil: Number((ahead ? most : until) ?? 0),
  };
}

export interface PaidBy {
  campaignId: string;
  /** Of the account's own attention. */
  amountWei: bigint;
  ms: number;
}

/** What each campaign paid for the account's own attention, over all epochs, most first. */
export async function readPaidBy(db: Database, account: string): Promise<PaidBy[]> {
  const found = await rows<{ campaignId: string; wei: string; ms: string }>(
    db,
    sql`select s.id as "campaignId", sum(floor(r.units * s.spent / (c.supply_ms * 10000::numeric)))::text as wei,
          sum(floor(r.units / (10000 - v.share_bps)::numeric * s.spent * 1000
            / (coalesce(e.report->>'rate', e.previous_rate_wei::text)::numeric * c.supply_ms)))::text as ms
        from epoch_rows r join epochs e on e.epoch = r.epoch join epoch_cells c on c.epoch = r.epoch and c.cell = r.cell
        join epoch_viewers v on v.epoch = r.epoch and v.account = r.account
        cross join lateral unnest(c.campaigns, c.spent_wei) as s(id, spent)
        where r.account = ${account} and r.role = 0 and r.units > 0 and s.spent > 0 and ${counts}
          and (not exists (select 1 from epoch_write_offs w where w.of_epoch = r.epoch) or exists (
            select 1 from campaign_payments d where d.kind = 'debited' and d.epoch = r.epoch and d.campaign_id = s.id))
        group by s.id order by sum(r.units * s.spent / c.supply_ms) desc, s.id`,
  );
  return found.map(({ campaignId, wei, ms }) => ({ campaignId, amountWei: BigInt(wei), ms: Number(ms) }));
}

export interface EpochReduction {
  epoch: number;
  rule: string;
  cutMs: number;
}

/** What rules took off a viewer's attention, epoch by epoch, newest first. */
export async function readReductions(db: Database, viewer: string): Promise<EpochReduction[]> {
  const found = await rows<{ epoch: number; rule: string; cutMs: number }>(
    db,
    sql`select r.epoch, r.rule, r.cut_ms as "cutMs" from epoch_reductions r where r.viewer = ${viewer} and r.cut_ms > 0
        order by r.epoch desc, r.rule limit ${2 * MOST_EPOCHS}`,
  );
  return found;
}
