/** A purchase as the market would be asked for it, at a quote that is good but for what is said here. */
export interface LedgerPurchase {
  buyer: string;
  recipient: string;
  contentId: number;
  referrer: string | null;
  unitPrice: bigint;
  quantity: bigint;
}

interface Split {
  bps: Map<string, bigint>;
  revenue: bigint;
  claimed: Map<string, bigint>;
}

interface Content {
  creator: string;
  floor: bigint;
  ceiling: bigint;
  splitId: number;
  referralBps: bigint;
  listed: boolean;
}

const WHOLE = 10_000n;
const MOST_LICENCES = 65_535n;

/**
 * The market in plain arithmetic: what everybody holds and is owed, in HEED wei, accounts by address, ids from 1. Every act
 * says whether the market must accept it; what it refuses changes nothing.
 */
export class Ledger {
  readonly heed = new Map<string, bigint>();
  readonly splits: Split[] = [];
  readonly contents: Content[] = [];
  readonly earned = new Map<string, bigint>();
  readonly paid = new Map<string, bigint>();
  /** By account and content: see `licencesOf`. */
  readonly licences = new Map<string, bigint>();
  readonly #market: string;

  /** @param market Whose own HEED is kept under this address. */
  constructor(market: string) {
    this.#market = market;
  }

  createSplit(bps: Map<string, bigint>): void {
    this.splits.push({ bps, revenue: 0n, claimed: new Map() });
  }

  publish(creator: string, floor: bigint, ceiling: bigint, splitId: number): void {
    this.contents.push({ creator, floor, ceiling, splitId, referralBps: 500n, listed: true });
  }

  setPriceBounds(account: string, contentId: number, floor: bigint, ceiling: bigint): boolean {
    const content = this.#ownListed(account, contentId);
    if (!content || floor === 0n || floor > ceiling) return false;
    Object.assign(content, { floor, ceiling });
    return true;
  }

  setReferral(account: string, contentId: number, bps: bigint): boolean {
    const content = this.#ownListed(account, contentId);
    if (!content || bps > 1_000n) return false;
    content.referralBps = bps;
    return true;
  }

  unlist(account: string, contentId: number): boolean {
    const content = this.#ownListed(account, contentId);
    if (content) content.listed = false;
    return content !== undefined;
  }

  buy({ buyer, recipient, contentId, referrer, unitPrice, quantity }: LedgerPurchase): boolean {
    const content = this.contents[contentId - 1];
    const price = unitPrice * quantity;
    const held = this.licencesOf(recipient, contentId);
    if (!content?.listed || unitPrice < content.floor || unitPrice > content.ceiling) return false;
    if (quantity === 0n || held + quantity > MOST_LICENCES || price > get(this.heed, buyer)) return false;
    const referred = referrer !== null && referrer !== buyer && referrer !== recipient;
    const referral = referred ? (price * content.referralBps) / WHOLE : 0n;
    if (referred) add(this.earned, referrer, referral);
    this.splits[content.splitId - 1]!.revenue += price - referral;
    this.#move(buyer, this.#market, price);
    add(this.licences, key(recipient, contentId), quantity);
    return true;
  }

  support(supporter: string, contentId: number, amount: bigint): boolean {
    const content = this.contents[contentId - 1];
    if (!content?.listed || amount === 0n || amount > get(this.heed, supporter)) return false;
    this.splits[content.splitId - 1]!.revenue += amount;
    this.#move(supporter, this.#market, amount);
    return true;
  }

  /** A plain transfer to the market, which belongs to nobody. */
  sendByMistake(account: string, amount: bigint): boolean {
    if (amount > get(this.heed, account)) return false;
    this.#move(account, this.#market, amount);
    return true;
  }

  handOn(from: string, to: string, contentId: number, count: bigint): boolean {
    if (count > this.licencesOf(from, contentId)) return false;
    if (from !== to && this.licencesOf(to, contentId) + count > MOST_LICENCES) return false;
    add(this.licences, key(from, contentId), -count);
    add(this.licences, key(to, contentId), count);
    return true;
  }

  claim(account: string, splitIds: readonly number[]): boolean {
    if (splitIds.some((id) => !this.splits[id - 1]?.bps.has(account))) return false;
    let amount = this.referralsDue(account);
    for (const id of new Set(splitIds)) amount += this.due(account, id);
    if (amount === 0n) return false;
    this.paid.set(account, get(this.earned, account));
    for (const id of new Set(splitIds)) add(this.splits[id - 1]!.claimed, account, this.due(account, id));
    this.#move(this.#market, account, amount);
    return true;
  }

  /** What a split owes a payee now. */
  due(account: string, splitId: number): bigint {
    const { revenue, bps, claimed } = this.splits[splitId - 1]!;
    return (revenue * get(bps, account)) / WHOLE - get(claimed, account);
  }

  referralsDue(account: string): bigint {
    return get(this.earned, account) - get(this.paid, account);
  }

  licencesOf(account: string, contentId: number): bigint {
    return get(this.licences, key(account, contentId));
  }

  #ownListed(account: string, contentId: number): Content | undefined {
    const content = this.contents[contentId - 1];
    return content?.listed && content.creator === account ? content : undefined;
  }

  #move(from: string, to: string, amount: bigint): void {
    add(this.heed, from, -amount);
    add(this.heed, to, amount);
  }
}

function key(account: string, contentId: number): string {
  return `${account} ${contentId}`;
}

function get(map: Map<string, bigint>, key: string): bigint {
  return map.get(key) ?? 0n;
}

function add(map: Map<string, bigint>, key: string, amount: bigint): void {
  map.set(key, get(map, key) + amount);
}
