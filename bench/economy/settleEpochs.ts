import { type FoldedEpoch, foldEpoch } from "../../oracle/settle/fold.ts";
import type { FrozenRow } from "../../oracle/settle/frozenRows.ts";
import { DAILY_CAP_MS, DEFAULT_SHARE_BPS } from "../../oracle/settle/rules.ts";
import type { Account, Side } from "./attacks.ts";
import { ViewerIntake } from "./intake.ts";
import {
  addressOf,
  CAMPAIGNS,
  type Campaign,
  contentRows,
  EPOCHS,
  FIRST_EPOCH,
  HOUR_MS,
  honestPiece,
  OTHERS,
  ownPiece,
  READERS,
  readPiece,
  type Visit,
  visitsOf,
} from "./world.ts";

const INITIAL_RATE = 10n ** 16n;
const DAY_EPOCHS = 24;

/** What came of a side's epochs. */
export interface Settled {
  epochs: FoldedEpoch[];
  /** What the agents' accounts earned, by what they read and by what they wrote. */
  earnedWei: bigint;
  /** What the honest readers around them earned, HEED wei. */
  readersWei: bigint;
  /** The most that all newcomers together were paid for, and what the agents would have read honestly: milliseconds. */
  newcomersPaidMs: number;
  agentsMs: number;
  /** Nothing was paid that no campaign spent, and none spent what it hadn't. */
  conserved: boolean;
}

/** Lets a side's agents and forty honest readers act for thirty epochs; intake, rules, auction and payouts are the oracle's own. */
export async function settleEpochs(seed: number, side: Side): Promise<Settled> {
  const accounts = [...readers(seed, side), ...side.accounts];
  const known = new Set(side.pieces.flatMap(({ contents }) => contents));
  const intakes = accounts.map(() => new ViewerIntake(known));
  const { campaigns = CAMPAIGNS } = side;
  const ledger = new Ledger(campaigns);
  const epochs: FoldedEpoch[] = [];
  for (let epoch = FIRST_EPOCH; epoch < FIRST_EPOCH + EPOCHS; epoch += 1) {
    for (const [place, { send }] of accounts.entries()) {
      for (const batch of send(epoch)) intakes[place]!.take(batch);
    }
    const span = { fromMs: epoch * HOUR_MS, toMs: (epoch + 1) * HOUR_MS };
    const viewers = accounts.map(
      (account, place): FrozenRow => ({
        kind: "viewer",
        account: addressOf(account.name),
        shareBps: account.shareBps,
        capMs: DAILY_CAP_MS,
        usedMs: ledger.usedMs(epoch, addressOf(account.name)),
        newcomer: account.newcomer,
        campaigns: campaigns.map(({ campaignId }) => campaignId),
        attention: intakes[place]!.within(span.fromMs, span.toMs),
      }),
    );
    const folded = await foldEpoch([
      ...ledger.rows(epoch, span),
      ...contentRows(side.pieces),
      ...ledger.balanceRows(),
      ...viewers,
    ]);
    ledger.add(epoch, folded);
    epochs.push(folded);
  }
  const own = new Set([
    ...side.accounts.map(({ name }) => name),
    ...side.pieces.map(({ author }) => author).filter(isAgents),
  ]);
  const earnedBy = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + (ledger.balances.get(addressOf(name)) ?? 0n), 0n);
  const newcomers = side.accounts.filter(({ newcomer }) => newcomer).map(({ name }) => addressOf(name));
  const countedOf = (names: readonly string[]) =>
    epochs.reduce((sum, { counted }) => sum + names.reduce((ms, name) => ms + (counted.get(name) ?? 0), 0), 0);
  return {
    epochs,
    earnedWei: earnedBy(own),
    readersWei: earnedBy(Array.from({ length: READERS }, (_, reader) => `reader ${reader}`)),
    newcomersPaidMs: countedOf(newcomers),
    agentsMs: countedOf(side.accounts.map(({ name }) => addressOf(name))),
    conserved: ledger.conserved,
  };
}

const isAgents = (author: string) => author.startsWith("agent");

function readers(seed: number, { pieces, agentsAreRead = false }: Side): Account[] {
  return Array.from({ length: READERS }, (_, reader) => ({
    name: `reader ${reader}`,
    shareBps: DEFAULT_SHARE_BPS,
    newcomer: false,
    send(epoch) {
      const visits = visitsOf(seed, reader, epoch);
      const chosen = ({ group, choice }: Visit) =>
        agentsAreRead && choice === OTHERS ? ownPiece(pieces, group) : honestPiece(pieces, group, choice);
      const events = visits.flatMap((visit) => readPiece(chosen(visit), visit.fromMs, visit.toMs));
      return [{ sentAtMs: visits.at(-1)!.toMs, events }];
    },
  }));
}

/** Budgets, balances, the rate and the days' caps from one epoch to the next. */
class Ledger {
  readonly balances = new Map<string, bigint>();
  conserved = true;
  #rateWei = INITIAL_RATE;
  readonly #campaigns: readonly Campaign[];
  readonly #availableWei: Map<string, bigint>;
  readonly #countedMs = new Map<string, number>();

  constructor(campaigns: readonly Campaign[]) {
    this.#campaigns = campaigns;
    this.#availableWei = new Map(campaigns.map(({ campaignId, budgetWei }) => [campaignId, budgetWei]));
  }

  rows(epoch: number, span: { fromMs: number; toMs: number }): FrozenRow[] {
    const left = BigInt(FIRST_EPOCH + EPOCHS - epoch);
    return [
      { kind: "epoch", epoch, ...span, block: 0, previousRateWei: this.#rateWei.toString() },
      ...this.#campaigns.map(({ campaignId, topics, maxRateWei }): FrozenRow => {
        const availableWei = this.#availableWei.get(campaignId)!;
        return {
          kind: "campaign",
          campaignId,
          audienceHash: "",
          topics: [...topics],
          languages: [],
          maxRateWei: maxRateWei.toString(),
          availableWei: availableWei.toString(),
          spendableWei: (availableWei / left).toString(),
        };
      }),
    ];
  }

  balanceRows(): FrozenRow[] {
    return [...this.balances].map(
      ([account, wei]): FrozenRow => ({ kind: "balance", account, cumulativeWei: wei.toString() }),
    );
  }

  usedMs(epoch: number, account: string): number {
    return this.#countedMs.get(dayKey(epoch, account)) ?? 0;
  }

  add(epoch: number, { sale, spends, payouts, counted }: FoldedEpoch): void {
    this.#rateWei = sale.rateWei;
    for (const { campaignId, amount } of spends) {
      const leftWei = this.#availableWei.get(String(campaignId))! - amount;
      this.#availableWei.set(String(campaignId), leftWei);
      if (leftWei < 0n) this.conserved = false;
    }
    const paidWei = [...payouts.values()].reduce((sum, wei) => sum + wei, 0n);
    if (paidWei > spends.reduce((sum, { amount }) => sum + amount, 0n)) this.conserved = false;
    for (const [account, wei] of payouts) this.balances.set(account, (this.balances.get(account) ?? 0n) + wei);
    for (const [account, ms] of counted) {
      this.#countedMs.set(dayKey(epoch, account), this.usedMs(epoch, account) + ms);
    }
  }
}

const dayKey = (epoch: number, account: string) => `${Math.floor(epoch / DAY_EPOCHS)} ${account}`;
