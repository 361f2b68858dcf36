import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import type { Batch } from "./intake.ts";
import {
  type Campaign,
  event,
  HOUR_MS,
  honestPiece,
  makePieces,
  ownPiece,
  type Piece,
  readPiece,
  type Visit,
  visitsOf,
} from "./world.ts";

/** One account of the agents in question. */
export interface Account {
  name: string;
  /** What it gives to creators, ten-thousandths. */
  shareBps: number;
  /** Whether it attends to nothing before the first epoch; the others have read on two days before. */
  isNew: boolean;
  /** What it sends in an epoch. */
  send(epoch: number): Batch[];
}

/** Agents and what they have published. */
export interface Side {
  pieces: Piece[];
  accounts: Account[];
  /** Whether the readers around them read the agents' pieces too; where not, a gain by reading isn't hidden behind that. */
  agentsAreRead?: boolean;
  /** Who pays, where it isn't the usual three. */
  campaigns?: readonly Campaign[];
}

/** What agents do, and what the same agents would do honestly in the same stretches of the clock, on the same topics. */
export interface Attack {
  name: string;
  what: string;
  /** For how many epochs, where it isn't the usual number. */
  epochs?: number;
  /** Whose earnings tell the gain: what agents earn more, or what the readers around them earn less. */
  gainIs?: "readers' loss";
  honest(seed: number): Side;
  attack(seed: number): Side;
}

/** How many accounts the person behind a crowd runs: the last, and in print the others too. */
export const CROWDS = [10, 50, 200] as const;
/** Three days in which they are newcomers, and three in which they are established. */
export const AGED_EPOCHS = 144;
export const AGED = "aged-sybils";
const keepsAll = { shareBps: 0, isNew: false };

/** Reads honest authors' pieces, and keeps everything earned by that. */
function honestly(seed: number, agents: number, pieces = makePieces(1)): Side {
  return {
    pieces,
    accounts: Array.from({ length: agents }, (_, agent) =>
      reads(seed, agent, (visit) => [honestPiece(pieces, visit.group, visit.choice)]),
    ),
  };
}

/** An account that is there whenever its honest self is; sends what it did when it is done. */
function account(seed: number, agent: number, act: (visits: Visit[], epoch: number) => Batch[]): Account {
  return { name: `agent ${agent}`, ...keepsAll, send: (epoch) => act(visitsOf(seed, 1_000 + agent, epoch), epoch) };
}

function reads(seed: number, agent: number, choose: (visit: Visit) => Piece[]): Account {
  return account(seed, agent, (visits) => [
    sent(
      visits,
      visits.flatMap((visit) => choose(visit).flatMap((piece) => readPiece(piece, visit.fromMs, visit.toMs))),
    ),
  ]);
}

const sent = (visits: readonly Visit[], events: BehaviourEvent[]): Batch => ({ sentAtMs: visits.at(-1)!.toMs, events });

/** More money than there is attention, in every pool but one. */
const WANTS_ALL: Campaign = {
  campaignId: "1",
  topics: ["bread", "stars", "rivers"],
  epochWei: 30_000n * 10n ** 18n,
  maxRateWei: 2n * 10n ** 16n,
};
/** Money for four seconds an epoch at the other's highest rate, eight at half of it. */
const DUST: Campaign = {
  campaignId: "2",
  topics: ["dust"],
  epochWei: 4n * 2n * 10n ** 16n,
  maxRateWei: 10n ** 18n,
};

/** One agent whose seven minutes an epoch go to a topic that no honest campaign wants, on a piece by an accomplice. */
function readsOnlyDust(seed: number): Side {
  const pieces = makePieces(1).map((piece) => (isAgents(piece) ? { ...piece, topics: ["dust"] } : piece));
  return { pieces, accounts: [reads(seed, 0, () => [ownPiece(pieces, 1)])] };
}

/** One person's new accounts, each of which reads what one honest reader would. */
export function crowd(seed: number, accounts: number = CROWDS.at(-1)!): Side {
  const { pieces, accounts: alone } = one(seed);
  return {
    pieces,
    accounts: Array.from({ length: accounts }, (_, i) => ({ ...alone[0]!, name: `sybil ${i}`, isNew: true })),
  };
}

const isAgents = ({ author }: Piece) => author.startsWith("agent");
const one = (seed: number) => honestly(seed, 1);
const anew = (events: readonly BehaviourEvent[]) =>
  events.map(({ kind, contentId, atMs, dwellMs }) => event(kind, contentId, atMs, dwellMs));

/** The attacks that the rules must make pointless. */
export const attacks: Attack[] = [
  {
    name: "page-splitting",
    what: "an author publishes each piece as ten contents, and reads others' as everybody does",
    honest: (seed) => ({ ...one(seed), agentsAreRead: true }),
    attack: (seed) => ({ ...honestly(seed, 1, makePieces(10)), agentsAreRead: true }),
  },
  {
    name: "parallel-tabs",
    what: "a reader has eight tabs open, each with a meter",
    honest: one,
    attack(seed) {
      const pieces = makePieces(1);
      const tabs = ({ group }: Visit) => Array.from({ length: 8 }, (_, tab) => honestPiece(pieces, group, tab));
      return { pieces, accounts: [reads(seed, 0, tabs)] };
    },
  },
  {
    name: "rings",
    what: "four readers read nothing but what a fifth account of theirs publishes, and give it 0, 30, 60 and 100 % of what they earn",
    honest: (seed) => honestly(seed, 4),
    attack(seed) {
      const pieces = makePieces(1).map((piece) => (isAgents(piece) ? { ...piece, author: "agent publisher" } : piece));
      const given = [0, 3_000, 6_000, 10_000];
      const ring = given.map((shareBps, agent) => ({
        ...reads(seed, agent, ({ group }) => [ownPiece(pieces, group)]),
        shareBps,
      }));
      return { pieces, accounts: ring };
    },
  },
  {
    name: "self-viewing",
    what: "an author reads nothing but own pieces",
    honest: one,
    attack(seed) {
      const pieces = makePieces(1).map((piece) => (isAgents(piece) ? { ...piece, author: "agent 0" } : piece));
      return { pieces, accounts: [reads(seed, 0, ({ group }) => [ownPiece(pieces, group)])] };
    },
  },
  {
    name: "replayed-events",
    what: "everything is sent five times as it was, five times under new ids, and again in the next epoch",
    honest: one,
    attack(seed) {
      const { pieces, accounts } = one(seed);
      const [honest] = accounts as [Account];
      const replay = (epoch: number) => {
        const [now] = honest.send(epoch) as [Batch];
        const [before] = honest.send(epoch - 1) as [Batch];
        const copies = Array.from({ length: 5 }, () => [now, { ...now, events: anew(now.events) }]).flat();
        return [...copies, { ...now, events: anew(before.events) }];
      };
      return { pieces, accounts: [{ ...honest, send: replay }] };
    },
  },
  {
    name: "forged-events",
    what: "claims of a minute every ten seconds on all pieces at once, of ten minutes at a time, ahead of the clock, of yesterday, of contents that aren't",
    honest: one,
    attack(seed) {
      const pieces = makePieces(1);
      const forge = (visits: Visit[]) => [
        sent(
          visits,
          visits.flatMap((visit) => forged(pieces, visit)),
        ),
      ];
      return { pieces, accounts: [account(seed, 0, forge)] };
    },
  },
  {
    name: "bots",
    what: "a hundred and twenty things done in one second, every five seconds: openings, claims, likes, completions",
    honest: one,
    attack(seed) {
      const pieces = makePieces(1);
      const rush = (visits: Visit[]) => [
        sent(
          visits,
          visits.flatMap((visit) => rushed(pieces, visit)),
        ),
      ];
      return { pieces, accounts: [account(seed, 0, rush)] };
    },
  },
  {
    name: "dust-bids",
    what: "an advertiser bids for a few seconds in a pool of its own that isn't sold out, so that others' attention gets cheaper",
    gainIs: "readers' loss",
    honest: (seed) => ({ ...readsOnlyDust(seed), campaigns: [WANTS_ALL] }),
    attack: (seed) => ({ ...readsOnlyDust(seed), campaigns: [WANTS_ALL, DUST] }),
  },
  {
    name: "sybils",
    what: `one person runs ${CROWDS.at(-1)} new accounts at once`,
    honest: one,
    attack: (seed) => crowd(seed),
  },
  {
    name: AGED,
    what: `the same crowd, for ${AGED_EPOCHS / 24} days: newcomers until they have read on two UTC days and waited 72 hours, established after`,
    epochs: AGED_EPOCHS,
    honest: one,
    attack: (seed) => crowd(seed),
  },
];

/** Every claim lies inside the visit: the honest agent is there as long. */
function forged(pieces: readonly Piece[], { group, fromMs, toMs }: Visit): BehaviourEvent[] {
  const events: BehaviourEvent[] = [];
  const contents = Array.from({ length: 4 }, (_, i) => honestPiece(pieces, group, i).contents[0]!);
  for (let atMs = toMs; atMs > fromMs; atMs -= 10_000) {
    for (const contentId of contents) {
      events.push(event("dwell", contentId, atMs, Math.min(60_000, atMs - fromMs)));
      events.push(
        event("dwell", contentId, atMs + 24 * HOUR_MS, 60_000),
        event("dwell", contentId, atMs - 24 * HOUR_MS, 600_000),
      );
    }
    events.push(event("dwell", "123456789012", atMs, 60_000));
  }
  return events;
}

function rushed(pieces: readonly Piece[], { group, fromMs, toMs }: Visit): BehaviourEvent[] {
  const events: BehaviourEvent[] = [];
  const contents = Array.from({ length: 4 }, (_, i) => honestPiece(pieces, group, i).contents[0]!);
  for (let atMs = fromMs + 5_000; atMs <= toMs; atMs += 5_000) {
    for (let n = 0; n < 24; n += 1) {
      const contentId = contents[n % 4]!;
      events.push(event("dwell", contentId, atMs, Math.min(60_000, atMs - fromMs)), event("click", contentId, atMs));
      events.push(
        event("like", contentId, atMs),
        event("complete", contentId, atMs),
        event("impression", contentId, atMs),
      );
    }
  }
  return events;
}
