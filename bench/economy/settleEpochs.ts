import { type FoldedEpoch, foldEpoch } from "../../oracle/settle/fold.ts";
import type { FrozenRow, FrozenViewer } from "../../oracle/settle/frozenRows.ts";
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
/** When those who aren't new had read before: on two UTC days, the first four days ago. */
const EARLIER = [FIRST_EPOCH - 4 * DAY_EPOCHS, FIRST_EPOCH - 3 * DAY_EPOCHS];

/** What one epoch, or several, brought. */
export interface Takings {
  /** Whether any of the agents' accounts was a newcomer. */
  newcomers: boolean;
  /** What the agents' accounts earned, by what they read and by what they wrote. */
  agentsWei: bigint;
  /** What the honest readers around them earned, HEED wei. */
  readersWei: bigint;
  /** What campaigns spent, HEED wei. */
  spentWei: bigint;
  /** For how long of their own attention the agents' accounts were paid. */
  agentsMs: number;
}

/** What came of a side's epochs. */
export interface Settled {
  epochs: FoldedEpoch[];
  /** Of each epoch. */
  takings: Takings[];
  /** Nothing was paid that no campaign spent, and none spent what it hadn't. */
  conserved: boolean;
}

/** Lets a side's agents and forty honest readers act for so many epochs; intake, rules, auction and payouts are the oracle's own. */
export async function settleEpochs(seed: number, side: Side, count = EPOCHS): Promise<Settled> {
  const accounts = [...readers(seed, side), ...side.accounts];
  const known = new Set(side.pieces.flatMap(({ contents }) => contents));
  const intakes = accounts.map(() => new ViewerIntake(known));
  const { campaigns = CAMPAIGNS } = side;
  const ledger = new Ledger(campaigns, count);
  const agents = side.accounts.map(({ name }) => addressOf(name));
  const paidToAgents = [
    ...agents,
    ...side.pieces
      .map(({ author }) => author)
      .filter(isAgents)
      .map(addressOf),
  ];
  const honest = Array.from({ length: READERS }, (_, reader) => addressOf(`reader ${reader}`));
  const epochs: FoldedEpoch[] = [];
  const takings: Takings[] = [];
  const act = (epoch: number, { alsoNew }: { alsoNew: boolean }) => {
    for (const [place, { isNew, send }] of accounts.entries()) {
      if (alsoNew || !isNew) for (const batch of send(epoch)) intakes[place]!.take(batch);
    }
  };
  for (const epoch of EARLIER) act(epoch, { alsoNew: false });
  for (let epoch = FIRST_EPOCH; epoch < FIRST_EPOCH + count; epoch += 1) {
    act(epoch, { alsoNew: true });
    const span = { fromMs: epoch * HOUR_MS, toMs: (epoch + 1) * HOUR_MS };
    const viewers = accounts.map(
      (account, place): FrozenViewer => ({
        kind: "viewer",
        account: addressOf(account.name),
        shareBps: account.shareBps,
        capMs: DAILY_CAP_MS,
        usedMs: ledger.usedMs(epoch, addressOf(account.name)),
        newcomer: intakes[place]!.isNewcomer(span),
        campaigns: campaigns.map(({ campaignId }) => campaignId),
        attention: intakes[place]!.within(span),
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
    const { payouts, counted, spends } = folded;
    takings.push({
      newcomers: viewers.some(({ newcomer }) => newcomer),
      agentsWei: sumOf(new Set(paidToAgents), (account) => payouts.get(account) ?? 0n),
      readersWei: sumOf(honest, (account) => payouts.get(account) ?? 0n),
      spentWei: sumOf(spends, ({ amount }) => amount),
      agentsMs: agents.reduce((sum, account) => sum + (counted.get(account) ?? 0), 0),
    });
  }
  return { epochs, takings, conserved: ledger.conserved };
}

/** Adds epochs up. */
export function totalOf(takings: readonly Takings[]): Takings {
  return {
    newcomers: takings.some(({ newcomers }) => newcomers),
    agentsWei: sumOf(takings, ({ agentsWei }) => agentsWei),
    readersWei: sumOf(takings, ({ readersWei }) => readersWei),
    spentWei: sumOf(takings, ({ spentWei }) => spentWei),
    agentsMs: takings.reduce((sum, { agentsMs }) => sum + agentsMs, 0),
  };
}

const sumOf = <T>(all: Iterable<T>, weiOf: (one: T) => bigint) => [...all].reduce((sum, one) => sum + weiOf(one), 0n);
const isAgents = (author: string) => author.startsWith("agent");

function readers(seed: number, { pieces, agentsAreRead = false }: Side): Account[] {
  return Array.from({ length: READERS }, (_, reader) => ({
    name: `reader ${reader}`,
    shareBps: DEFAULT_SHARE_BPS,
    isNew: false,
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
  readonly #endEpoch: number;
  readonly #availableWei: Map<string, bigint>;
  readonly #countedMs = new Map<string, number>();

  constructor(campaigns: readonly Campaign[], epochs: number) {
    this.#campaigns = campaigns;
    this.#endEpoch = FIRST_EPOCH + epochs;
    this.#availableWei = new Map(campaigns.map(({ campaignId, epochWei }) => [campaignId, epochWei * BigInt(epochs)]));
  }

  rows(epoch: number, span: { fromMs: number; toMs: number }): FrozenRow[] {
    const left = BigInt(this.#endEpoch - epoch);
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
