import { type Brief, briefHash } from "@heed/contracts/brief";
import { expect } from "chai";
import { type Hex, keccak256, toHex, zeroHash } from "viem";
import { type ChainFacts, checkRows, type Given } from "../../oracle/settle/checkRows.ts";
import { Disagreement } from "../../oracle/settle/disagreement.ts";
import type { FrozenRow } from "../../oracle/settle/frozenRows.ts";
import { payoutsTree, spendsTree } from "../../oracle/settle/payoutTrees.ts";
import { addressOf } from "./support/epochWorld.ts";

const EPOCH = 100;
const DURATION_S = 60;
const [FROM_MS, TO_MS] = [EPOCH * DURATION_S * 1000, (EPOCH + 1) * DURATION_S * 1000];
const BLOCK = 50;
const RATE = 10n ** 16n;
const HEED = 10n ** 18n;
const hash = (text: string) => keccak256(toHex(text));
const [victim, thief, reader, author] = ["victim", "thief", "reader", "author"].map(addressOf) as [Hex, Hex, Hex, Hex];
const PARENT = hash("parent");
/** Campaigns 1 and 2 run until the epoch after this one; the parent's report spent one HEED of the first. */
const brief = (id: string): Brief => ({
  audience: { topics: [`topic ${id}`], languages: ["en", "zh"], matching: "standard" },
  creative: { title: id, text: "For sale.", link: "https://example.org", language: "en" },
});
const spends: [string, string][] = [["1", HEED.toString()]];
const spendsRoot = spendsTree([{ campaignId: 1n, amount: HEED }]).root as Hex;

const mined = { txHash: zeroHash, logIndex: 0, block: 1, atMs: 0 };

function campaignRow(id: string, availableWei: bigint): FrozenRow {
  const { topics, languages } = brief(id).audience;
  const wei = { maxRateWei: HEED.toString(), availableWei: `${availableWei}`, spendableWei: `${availableWei / 2n}` };
  return {
    kind: "campaign",
    campaignId: id,
    audienceHash: briefHash(brief(id)),
    topics: [...topics],
    languages: [...languages],
    ...wei,
  };
}

function honestRows(): FrozenRow[] {
  const content = { creator: author, language: "en", topics: ["topic 1"], payees: [author], bps: [10_000] };
  return [
    { kind: "epoch", epoch: EPOCH, fromMs: FROM_MS, toMs: TO_MS, block: BLOCK, previousRateWei: `${RATE}` },
    campaignRow("1", 9n * HEED),
    campaignRow("2", 10n * HEED),
    { kind: "content", contentId: "7", ...content },
    { kind: "content", contentId: "12", ...content },
    { kind: "balance", account: victim, cumulativeWei: `${HEED}` },
    viewerRow(reader),
  ];
}

function viewerRow(account: string): Extract<FrozenRow, { kind: "viewer" }> {
  const terms = { shareBps: 3_000, capMs: 14_400_000, usedMs: 0, newcomer: false };
  return { kind: "viewer", account, ...terms, campaigns: ["1"], attention: [["7", 30_000]] };
}

async function honestFacts(): Promise<ChainFacts> {
  const payoutsRoot = (await payoutsTree([[{ account: victim, cumulativeWei: HEED }]])).tree.root;
  const report = { parent: zeroHash, rateWei: RATE, payoutsRoot, payoutsTotalWei: HEED, spendsRoot };
  const hashes = { dataHash: zeroHash, modelHash: zeroHash, challengeEndsAt: 0, signers: 2 };
  const campaigns = ["1", "2"].map((campaignId) => ({
    ...{ campaignId, advertiser: author, maxRateWei: HEED, startsAt: 0, audienceHash: briefHash(brief(campaignId)) },
    ...{ endsAt: 102 * DURATION_S - 1, firstEndsAt: 102 * DURATION_S - 1, block: 1, createdAtMs: 0 },
  }));
  return {
    terms: { durationS: DURATION_S, settlementWindowS: 3_600 },
    plan: { base: EPOCH - 1, held: [], writtenOff: [], repeats: null },
    previousRateWei: RATE,
    history: {
      campaigns,
      campaignPayments: campaigns.map(({ campaignId }) => ({
        ...{ ...mined, campaignId, kind: "created", epoch: null, amountWei: 10n * HEED },
      })),
      closed: [],
      reports: [{ ...mined, ...report, ...hashes, digest: PARENT, epoch: EPOCH - 1 }],
      vetoed: [],
      openedPayouts: [],
    },
    /** A block each ten seconds; the chain's last is a minute after the epoch. */
    secondsOf: async (block) => (block <= BLOCK + 7 ? TO_MS / 1000 + (block - BLOCK) * 10 : null),
    contentOf: async () => ({ creator: author, payees: [author], bps: [10_000] }),
  };
}

const given = (): Given => ({
  report: {
    ...{ epoch: BigInt(EPOCH), parent: PARENT, rate: RATE, payoutsRoot: zeroHash, payoutsTotal: 0n },
    ...{ spendsRoot: zeroHash, dataHash: zeroHash, modelHash: zeroHash },
  },
  briefs: ["1", "2"].map((id) => ({ ...brief(id), audienceHash: briefHash(brief(id)) })),
  earlierSpends: [{ epoch: EPOCH - 1, digest: PARENT, spends }],
});

interface Lie {
  rows?: (rows: FrozenRow[]) => FrozenRow[];
  given?: Partial<Given>;
  facts?: (facts: ChainFacts) => ChainFacts;
}

/** What a reporter objects to, "place: proposed"; null where it objects to nothing. */
async function objection({ rows = (all) => all, given: changes = {}, facts = (all) => all }: Lie) {
  async function* frozen() {
    yield* rows(honestRows());
  }
  try {
    for await (const _ of checkRows(frozen(), { ...given(), ...changes }, facts(await honestFacts())));
    return null;
  } catch (error) {
    if (error instanceof Disagreement) return `${error.difference.place}: ${error.difference.proposed}`;
    throw error;
  }
}

const without = (drop: (row: FrozenRow) => boolean) => (rows: FrozenRow[]) => rows.filter((row) => !drop(row));
const also =
  (...more: FrozenRow[]) =>
  (rows: FrozenRow[]) => [...rows, ...more];
const changed =
  (kind: FrozenRow["kind"], change: object) =>
  (rows: FrozenRow[]): FrozenRow[] =>
    rows.map((row) => (row.kind === kind ? { ...row, ...change } : row) as FrozenRow);

describe("what a reporter checks of frozen rows", () => {
  it("has nothing to object to in rows that are as the chain says", async () => {
    expect(await objection({})).to.equal(null);
  });

  const balance = (account: string, wei: bigint): FrozenRow => ({
    kind: "balance",
    account,
    cumulativeWei: `${wei}`,
  });
  const lies: Record<string, [Lie, string]> = {
    "balances after the first viewer, which move all that was earned to a thief": [
      { rows: also(balance(victim, 0n), balance(thief, HEED)) },
      "order of rows: balance after viewer",
    ],
    "an account's balance twice": [
      { rows: (rows) => [...rows.slice(0, 6), rows[5]!, ...rows.slice(6)] },
      `balance ${victim}: after ${victim}`,
    ],
    "a campaign after the contents, which shifts who could buy what": [
      { rows: (rows) => [...without(({ kind }) => kind === "campaign")(rows), campaignRow("1", 9n * HEED)] },
      "order of rows: campaign after viewer",
    ],
    "campaigns out of order": [
      { rows: (rows) => [rows[0]!, rows[2]!, rows[1]!, ...rows.slice(3)] },
      "campaign 1: after 2",
    ],
    "a content twice": [{ rows: (rows) => [...rows.slice(0, 4), rows[3]!, ...rows.slice(4)] }, "content 7: after 7"],
    "a second epoch's row": [{ rows: (rows) => [rows[0]!, ...rows] }, "order of rows: epoch after epoch"],
    "rows that don't begin with the epoch": [{ rows: (rows) => rows.slice(1) }, "first row: campaign"],
    "no rows at all": [{ rows: () => [] }, "first row: none"],
    "a viewer twice": [{ rows: also(viewerRow(reader)) }, `viewer ${reader}: twice`],
    "a viewer's account written otherwise": [
      { rows: also(viewerRow(author.toLowerCase())) },
      `viewer's account: ${author.toLowerCase()}`,
    ],
    "attention in parts of a millisecond": [
      { rows: changed("viewer", { attention: [["7", 0.5]] }) },
      `viewer ${reader}: attention: 0.5 ms`,
    ],
    "less than nothing used of the day's cap, which raises it": [
      { rows: changed("viewer", { usedMs: -1 }) },
      `viewer ${reader}: used of it: -1 ms`,
    ],
    "a balance that is no number": [{ rows: changed("balance", { cumulativeWei: "-1" }) }, `balance ${victim}: "-1"`],
    "two languages passed off as one": [
      { rows: (rows) => rows.map((row) => (row.kind === "campaign" ? { ...row, languages: ["en,zh"] } : row)) },
      'campaign 1: languages: ["en,zh"]',
    ],
    "an earlier report's spends left out, so that a campaign seems to have them still": [
      {
        rows: (rows) => [rows[0]!, campaignRow("1", 10n * HEED), ...rows.slice(2)],
        given: { earlierSpends: [] },
      },
      `spends of epoch ${EPOCH - 1}: left out`,
    ],
    "spends of a report that was vetoed, which make a campaign poorer": [
      {
        facts: (facts) => ({
          ...facts,
          history: { ...facts.history, vetoed: [{ digest: PARENT, block: 2, txHash: zeroHash }] },
        }),
      },
      `spends of epoch ${EPOCH - 1}: ${spendsRoot}`,
    ],
    "a block from before the epoch's end, when a closed campaign still ran": [
      { rows: changed("epoch", { block: BLOCK - 2 }) },
      `block: ${BLOCK - 2}, before the epoch's end`,
    ],
    "a block that the chain hasn't": [{ rows: changed("epoch", { block: BLOCK + 8 }) }, `block: ${BLOCK + 8}`],
    "a campaign left out that runs and can pay": [
      { rows: without((row) => row.kind === "campaign" && row.campaignId === "2") },
      "campaign 2: left out",
    ],
  };
  for (const [what, [lie, place]] of Object.entries(lies))
    it(`objects to ${what}`, async () => {
      expect(await objection(lie)).to.equal(place);
    });

  it("takes a report's debits for its spends, once they are all on the chain", async () => {
    const debit = { ...mined, campaignId: "1", kind: "debited", epoch: EPOCH - 1, amountWei: HEED };
    const facts = (all: ChainFacts): ChainFacts => ({
      ...all,
      history: { ...all.history, campaignPayments: [...all.history.campaignPayments, debit] },
    });
    expect(await objection({ facts, given: { earlierSpends: [] } })).to.equal(null);
  });

  it("takes the last block before the epoch's end, where the chain has no later one", async () => {
    const facts = (all: ChainFacts): ChainFacts => ({
      ...all,
      secondsOf: async (block) => (block <= BLOCK ? FROM_MS / 1000 : null),
    });
    expect(await objection({ facts })).to.equal(null);
  });

  it("wants a campaign left out whose money doesn't buy a second at half the rate", async () => {
    const poor = RATE / 2n - 1n;
    const facts = (all: ChainFacts): ChainFacts => ({
      ...all,
      history: {
        ...all.history,
        campaignPayments: all.history.campaignPayments.map((one) =>
          one.campaignId === "2" ? { ...one, amountWei: 2n * poor } : one,
        ),
      },
    });
    const rows = (all: FrozenRow[]) => [all[0]!, all[1]!, campaignRow("2", 2n * poor), ...all.slice(3)];
    expect(await objection({ facts, rows })).to.equal("campaign 2: bids");
    expect(await objection({ facts, rows: (all) => [...all.slice(0, 2), ...all.slice(3)] })).to.equal(null);
  });
});
