import { attentionMarketAbi, attentionTokenAbi } from "@heed/contracts/abis";
import { expect } from "chai";
import { keccak256, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Client } from "../../oracle/api/client.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { answerOf, signIn } from "../../scripts/seed/api.ts";
import { buy } from "../../scripts/seed/buy.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { readPieces } from "../../scripts/seed/pieces.ts";
import { sendEvents } from "../../scripts/seed/sendAudience.ts";
import { eventually } from "./support/eventually.ts";
import { type Scene, sharedScene } from "./support/stack.ts";

const SLUG = "the-oldest-light-you-can-see";
const TIP_WEI = 10_000_000_000_000_007n;
// Hardhat's account #0 is the treasury of a local deployment.
const treasury = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

describe("From behaviour to payout, once", () => {
  const reader = privateKeyToAccount(generatePrivateKey());
  const piece = readPieces().find(({ slug }) => slug === SLUG)!;
  let scene: Scene;
  let client: Client;
  let contentId: string;

  before(async () => {
    scene = await sharedScene();
    contentId = scene.contentIds.get(SLUG)!;
    client = await signIn(scene, reader);
  });

  const market = () => ({ address: scene.chain.deployment.market, abi: attentionMarketAbi }) as const;
  const balance = async (address: `0x${string}`) =>
    await scene.chain.client.readContract({
      address: scene.chain.deployment.token,
      abi: attentionTokenAbi,
      functionName: "balanceOf",
      args: [address],
    });
  const quoted = async () =>
    await answerOf(await client.quotes[":contentId"].$get({ param: { contentId }, query: {} }));

  it("offers a stranger the standard price alone, and keeps the text for who owns it", async () => {
    const { personal, standard } = await quoted();
    expect(personal).to.equal(null);
    expect(standard.message.buyer).to.equal(reader.address);
    const body = await client.contents[":contentId"].body.$get({ param: { contentId } });
    expect(body.status).to.equal(403);
    expect(await body.json()).to.have.nested.property("error.code", "licence-required");
  });

  it("prices for a reader who consents, by what the reader does, and can re-derive it", async () => {
    await answerOf(await client.consent.$put({ json: { collect: true, personalise: true } }));
    const before = (await quoted()).personal!;
    const atMs = Date.now();
    // Half a minute of reading that no test waits for: the operator vouches for it.
    const reading: BehaviourEvent[] = [
      { id: crypto.randomUUID(), contentId, kind: "click", atMs: atMs - 26_000, dwellMs: 0 },
      { id: crypto.randomUUID(), contentId, kind: "dwell", atMs: atMs - 500, dwellMs: 25_000 },
      { id: crypto.randomUUID(), contentId, kind: "like", atMs, dwellMs: 0 },
    ];
    await sendEvents(client, reading, scene.stack.operatorToken);
    const { personal, explanation } = await quoted();
    expect(personal!.digest).to.not.equal(before.digest);
    expect(explanation.model).to.not.equal("untrained");
    expect(explanation.reasons.map(({ code }) => code)).to.include("liked");
    const checked = await answerOf(
      await client.explanations[":digest"].$get({ param: { digest: personal!.digest }, query: {} }),
    );
    expect(checked).to.include({ holds: true });
  });

  it("sells a licence at the signed price, delivers the text, and shows it in the library", async () => {
    await answerOf(await client.faucet.$post({ json: { address: reader.address } }));
    const had = await balance(reader.address);
    const { unitPriceWei } = await buy(scene.chain, client, reader, contentId);
    expect(unitPriceWei >= piece.floorWei && unitPriceWei <= piece.ceilingWei).to.equal(true);
    expect(await balance(reader.address)).to.equal(had - unitPriceWei);
    const owned = { ...market(), functionName: "balanceOf", args: [reader.address, BigInt(contentId)] } as const;
    expect(await scene.chain.client.readContract(owned)).to.equal(1n);

    const { body } = await answerOf(await client.contents[":contentId"].body.$get({ param: { contentId } }));
    expect(body).to.equal(piece.body);
    const { contentHash } = await scene.chain.client.readContract({
      ...market(),
      functionName: "content",
      args: [BigInt(contentId)],
    });
    expect(keccak256(toHex(body))).to.equal(contentHash);

    const licence = await eventually("the library shows the purchase", async () => {
      const { licences } = await answerOf(await client.library.$get());
      return licences.find(({ content }) => content.contentId === contentId) ?? null;
    });
    expect(licence).to.include({ quantity: 1, unitPriceWei: String(unitPriceWei) });
  });

  it("splits what came in among the payees to the wei, and pays each who asks", async () => {
    const { chain } = scene;
    const toMarket = { to: chain.deployment.market, abi: attentionMarketAbi } as const;
    await chain.send({
      from: reader,
      to: chain.deployment.token,
      abi: attentionTokenAbi,
      functionName: "approve",
      args: [chain.deployment.market, TIP_WEI],
    });
    await chain.send({ from: reader, ...toMarket, functionName: "support", args: [BigInt(contentId), TIP_WEI] });

    const { splitId } = await chain.client.readContract({
      ...market(),
      functionName: "content",
      args: [BigInt(contentId)],
    });
    const revenue = await chain.client.readContract({ ...market(), functionName: "revenue", args: [splitId] });
    const [payees, bps] = await chain.client.readContract({ ...market(), functionName: "shares", args: [splitId] });
    const accounts = [...piece.shares.map(({ payee }) => demoAccount(payee)), treasury];
    expect(payees).to.deep.equal(accounts.map(({ address }) => address));
    expect(bps.reduce((sum, share) => sum + share, 0)).to.equal(10_000);

    const escrowed = await balance(chain.deployment.market);
    let claimed = 0n;
    for (const [i, account] of accounts.entries()) {
      const due = (revenue * BigInt(bps[i]!)) / 10_000n;
      const had = await balance(account.address);
      await chain.send({ from: account, ...toMarket, functionName: "claim", args: [[splitId]] });
      expect(await balance(account.address), piece.shares[i]?.payee ?? "treasury").to.equal(had + due);
      claimed += due;
    }
    expect(await balance(chain.deployment.market)).to.equal(escrowed - claimed);
    // What rounding down leaves is less than one wei a payee, and stays in escrow.
    const dust = revenue - claimed;
    expect(dust >= 0n && dust < BigInt(accounts.length)).to.equal(true);

    const creator = demoAccount(piece.creator).address;
    const page = await eventually("the creator's page shows the claim", async () => {
      const answer = await answerOf(await client.creators[":address"].$get({ param: { address: creator } }));
      return answer.claimedWei === "0" ? null : answer;
    });
    const ownBps = BigInt(piece.shares[0]!.bps);
    expect(page.claimedWei).to.equal(String((revenue * ownBps) / 10_000n));
    expect(page.splits.find((split) => split.splitId === String(splitId))).to.include({
      revenueWei: String(revenue),
      dueWei: "0",
    });
  });
});
