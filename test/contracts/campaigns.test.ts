import { expect } from "chai";
import { AbiCoder, ZeroHash } from "ethers";
import {
  CHALLENGE_WINDOW,
  campaignData,
  EPOCH,
  epochsOf,
  REPORT_WINDOW,
  SETTLEMENT_WINDOW,
  unspentBudgets,
} from "./support/epochs.ts";
import { HEED, transferAndCall, useProtocol } from "./support/protocol.ts";

const idData = (campaignId: bigint) => AbiCoder.defaultAbiCoder().encode(["uint256"], [campaignId]);

describe("AttentionRewards: campaigns", () => {
  // Before the hook that puts the protocol back. What was sent there by mistake comes on top.
  afterEach(async () => {
    const { token, rewards } = protocol();
    expect(await token.balanceOf(await rewards.escrow())).to.equal((await unspentBudgets(rewards)) + mistaken);
    mistaken = 0n;
  });
  const protocol = useProtocol();
  let mistaken = 0n;

  /** The protocol with the buyer's allowance for budgets, and a second to start at. */
  async function ready() {
    const all = protocol();
    await all.token.connect(all.buyer).approve(all.rewards.target, 2n ** 256n - 1n);
    const mine = all.rewards.connect(all.buyer);
    const escrow = String(await all.rewards.escrow());
    const epochs = epochsOf(all);
    const audience = all.ethers.id("readers of poems");
    const startsAt = ((await epochs.currentEpoch()) + 2n) * EPOCH;
    return { ...all, epochs, mine, escrow, audience, startsAt, endsAt: startsAt + 3n * EPOCH };
  }

  describe("are created", () => {
    it("from an allowance, their budget in escrow", async () => {
      const { ethers, token, rewards, mine, buyer, escrow, audience, startsAt, endsAt } = await ready();
      const created = mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      await expect(created).to.changeTokenBalances(ethers, token, [buyer, escrow, rewards], [-500n, 500n, 0n]);
      await expect(created)
        .to.emit(rewards, "CampaignCreated")
        .withArgs(1n, buyer.address, 500n, 7n, startsAt, endsAt, audience);
      expect(await rewards.campaignCount()).to.equal(1n);
      expect(await rewards.campaign(1n)).to.deep.equal([buyer.address, 500n, 7n, startsAt, endsAt, audience]);
    });

    it("with no approval at all, by transferAndCall", async () => {
      const { ethers, token, rewards, other, escrow, audience, startsAt, endsAt } = await ready();
      const data = campaignData(7n, startsAt, endsAt, audience);
      const created = transferAndCall(token.connect(other), rewards.target, 500n, data);
      await expect(created).to.changeTokenBalances(ethers, token, [other, escrow, rewards], [-500n, 500n, 0n]);
      await expect(created)
        .to.emit(rewards, "CampaignCreated")
        .withArgs(1n, other.address, 500n, 7n, startsAt, endsAt, audience);
    });

    it("for whoever pays, though somebody else moves the money", async () => {
      const { token, rewards, buyer, other, audience, startsAt, endsAt } = await ready();
      await token.connect(buyer).approve(other.address, 500n);
      const data = campaignData(7n, startsAt, endsAt, audience);
      const transfer = token.connect(other).getFunction("transferFromAndCall(address,address,uint256,bytes)");
      await transfer(buyer.address, rewards.target, 500n, data);
      expect((await rewards.campaign(1n)).advertiser).to.equal(buyer.address);
    });

    it("to run from now on, where they would start in the past", async () => {
      const { rewards, networkHelpers, mine, audience, startsAt, endsAt } = await ready();
      for (const [past, id] of [
        [0n, 1n],
        [startsAt - 1n, 2n],
      ] as const) {
        await networkHelpers.time.setNextBlockTimestamp(startsAt + id);
        await mine.createCampaign(1n, 1n, past, endsAt, audience);
        expect((await rewards.campaign(id)).startsAt).to.equal(startsAt + id);
      }
    });

    it("with every value at its bounds", async () => {
      const { rewards, networkHelpers, mine, audience } = await ready();
      const now = BigInt(await networkHelpers.time.latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await mine.createCampaign(1n, 1n, now + 1n, now + 1n, audience);
      const last = 2n ** 40n - 1n;
      await mine.createCampaign(1n, 2n ** 80n - 1n, last, last, audience);
      expect((await rewards.campaign(2n)).maxRate).to.equal(2n ** 80n - 1n);
      expect((await rewards.campaign(2n)).startsAt).to.equal(last);
    });

    it("with no budget, or one beyond 2^96 - 1: refused", async () => {
      const { token, rewards, mine, buyer, audience, startsAt, endsAt } = await ready();
      for (const budget of [0n, 2n ** 96n, 2n ** 256n - 1n]) {
        await expect(mine.createCampaign(budget, 7n, startsAt, endsAt, audience))
          .to.be.revertedWithCustomError(rewards, "InvalidBudget")
          .withArgs(budget);
      }
      await expect(
        transferAndCall(token.connect(buyer), rewards.target, 0n, campaignData(7n, startsAt, endsAt, audience)),
      )
        .to.be.revertedWithCustomError(rewards, "InvalidBudget")
        .withArgs(0n);
    });

    it("with a highest rate of nothing, or beyond 2^80 - 1: refused", async () => {
      const { rewards, mine, audience, startsAt, endsAt } = await ready();
      for (const maxRate of [0n, 2n ** 80n, 2n ** 256n - 1n]) {
        await expect(mine.createCampaign(500n, maxRate, startsAt, endsAt, audience))
          .to.be.revertedWithCustomError(rewards, "InvalidMaxRate")
          .withArgs(maxRate);
      }
    });

    it("to end before they start, not after now, or beyond 2^40 - 1: refused", async () => {
      const { rewards, networkHelpers, mine, audience } = await ready();
      const now = BigInt(await networkHelpers.time.latest()) + 10n;
      for (const [startsAt, endsAt] of [
        [now + 9n, now + 8n],
        [now, now],
        [0n, now],
        [0n, 0n],
        [now, 2n ** 40n],
        [2n ** 256n - 1n, 2n ** 256n - 1n],
      ] as const) {
        await networkHelpers.time.setNextBlockTimestamp(now);
        await expect(mine.createCampaign(500n, 7n, startsAt, endsAt, audience))
          .to.be.revertedWithCustomError(rewards, "InvalidCampaignDates")
          .withArgs(startsAt, endsAt, now);
      }
    });

    it("for no audience: refused", async () => {
      const { rewards, mine, startsAt, endsAt } = await ready();
      await expect(mine.createCampaign(500n, 7n, startsAt, endsAt, ZeroHash)).to.be.revertedWithCustomError(
        rewards,
        "EmptyAudienceHash",
      );
    });

    it("without the tokens or the allowance for it: refused", async () => {
      const { token, rewards, deployer, buyer, referrer, audience, startsAt, endsAt } = await ready();
      await token.connect(buyer).approve(rewards.target, 499n);
      await expect(rewards.connect(buyer).createCampaign(500n, 7n, startsAt, endsAt, audience))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(rewards.target, 499n, 500n);
      await token.connect(referrer).approve(rewards.target, 500n);
      await expect(rewards.connect(referrer).createCampaign(500n, 7n, startsAt, endsAt, audience))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(referrer.address, 0n, 500n);
      expect(await token.balanceOf(deployer.address)).to.be.greaterThan(0n);
    });

    it("by another token, or by data that is no campaign's: refused", async () => {
      const { token, rewards, buyer, other, audience, startsAt, endsAt } = await ready();
      const data = campaignData(7n, startsAt, endsAt, audience);
      await expect(rewards.connect(other).onTransferReceived(other.address, other.address, 500n, data))
        .to.be.revertedWithCustomError(rewards, "WrongToken")
        .withArgs(other.address);
      for (const [wrong, length] of [
        ["0x", 0n],
        [idData(1n).slice(0, -2), 31n],
        [`${idData(1n)}00`, 33n],
        [data.slice(0, -2), 127n],
        [`${data}00`, 129n],
      ] as const) {
        await expect(transferAndCall(token.connect(buyer), rewards.target, 500n, wrong))
          .to.be.revertedWithCustomError(rewards, "InvalidCampaignData")
          .withArgs(length);
      }
    });
  });

  describe("are topped up", () => {
    it("by anybody, from an allowance or by transferAndCall", async () => {
      const { ethers, token, rewards, mine, buyer, other, escrow, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      const first = mine.topUp(1n, 20n);
      await expect(first).to.changeTokenBalances(ethers, token, [buyer, escrow, rewards], [-20n, 20n, 0n]);
      await expect(first).to.emit(rewards, "CampaignToppedUp").withArgs(1n, buyer.address, 20n);
      const second = transferAndCall(token.connect(other), rewards.target, 3n, idData(1n));
      await expect(second).to.changeTokenBalances(ethers, token, [other, escrow, rewards], [-3n, 3n, 0n]);
      await expect(second).to.emit(rewards, "CampaignToppedUp").withArgs(1n, other.address, 3n);
      expect((await rewards.campaign(1n)).left).to.equal(523n);
    });

    it("not with nothing, and not beyond 2^96 - 1", async () => {
      const { rewards, mine, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      for (const amount of [0n, 2n ** 96n - 500n, 2n ** 256n - 1n]) {
        await expect(mine.topUp(1n, amount))
          .to.be.revertedWithCustomError(rewards, "InvalidTopUp")
          .withArgs(amount, 2n ** 96n - 501n);
      }
    });

    it("before their last second, not in it or after it", async () => {
      const { rewards, networkHelpers, mine, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      await networkHelpers.time.setNextBlockTimestamp(endsAt - 1n);
      await mine.topUp(1n, 1n);
      for (const at of [endsAt, endsAt + 1n]) {
        await networkHelpers.time.setNextBlockTimestamp(at);
        await expect(mine.topUp(1n, 1n)).to.be.revertedWithCustomError(rewards, "CampaignEnded").withArgs(1n, endsAt);
      }
    });
  });

  describe("are closed", () => {
    it("by their advertiser, now: the current epoch is their last", async () => {
      const { rewards, networkHelpers, mine, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      // The first second of an epoch belongs to it.
      const now = startsAt + EPOCH;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(mine.close(1n)).to.emit(rewards, "CampaignClosed").withArgs(1n, now);
      expect((await rewards.campaign(1n)).endsAt).to.equal(now);
      expect(await rewards.refundableAt(1n)).to.equal(startsAt + 2n * EPOCH + SETTLEMENT_WINDOW + 1n);
    });

    it("before they start, and then never run and can be refunded at once", async () => {
      const { ethers, token, rewards, networkHelpers, mine, buyer, escrow, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      await networkHelpers.time.setNextBlockTimestamp(startsAt - 1n);
      await expect(mine.close(1n)).to.emit(rewards, "CampaignClosed").withArgs(1n, 0n);
      await expect(rewards.refund(1n)).to.changeTokenBalances(ethers, token, [escrow, buyer], [-500n, 500n]);
    });

    it("by nobody else, once, and not in their last second or after it", async () => {
      const { rewards, networkHelpers, mine, other, audience, startsAt, endsAt } = await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      await expect(rewards.connect(other).close(1n))
        .to.be.revertedWithCustomError(rewards, "NotAdvertiser")
        .withArgs(1n, other.address);
      await networkHelpers.time.setNextBlockTimestamp(startsAt);
      await mine.close(1n);
      for (const again of [() => mine.close(1n), () => mine.topUp(1n, 1n)]) {
        await networkHelpers.time.setNextBlockTimestamp(startsAt + 1n);
        await expect(again()).to.be.revertedWithCustomError(rewards, "CampaignEnded").withArgs(1n, startsAt);
      }
      await networkHelpers.time.setNextBlockTimestamp(endsAt);
      await expect(mine.close(2n)).to.be.revertedWithCustomError(rewards, "CampaignEnded").withArgs(2n, endsAt);
    });
  });

  describe("are refunded", () => {
    it("to their advertiser by anybody, once no epoch of theirs can be settled, to the second; once", async () => {
      const { ethers, token, rewards, networkHelpers, mine, buyer, other, escrow, audience, startsAt, endsAt } =
        await ready();
      await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
      const from = (endsAt / EPOCH + 1n) * EPOCH + SETTLEMENT_WINDOW + 1n;
      expect(await rewards.refundableAt(1n)).to.equal(from);
      const early = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(from - 1n);
      await expect(rewards.refund(1n)).to.be.revertedWithCustomError(rewards, "RefundTooEarly").withArgs(1n, from);
      await early.restore();
      await networkHelpers.time.setNextBlockTimestamp(from);
      const refund = rewards.connect(other).refund(1n);
      await expect(refund).to.changeTokenBalances(ethers, token, [escrow, buyer, other], [-500n, 500n, 0n]);
      await expect(refund).to.emit(rewards, "CampaignRefunded").withArgs(1n, buyer.address, 500n);
      expect((await rewards.campaign(1n)).left).to.equal(0n);
      await expect(rewards.refund(1n)).to.be.revertedWithCustomError(rewards, "NothingToRefund").withArgs(1n);
    });
  });

  describe("by transferAndCall are refused as from an allowance:", () => {
    /** Everything but the budget, as it is sent. */
    async function sending() {
      const all = await ready();
      const { token, rewards, buyer, startsAt, endsAt, audience } = all;
      const send = (data: string, value = 500n) => transferAndCall(token.connect(buyer), rewards.target, value, data);
      const create = (maxRate: bigint, start = startsAt, end = endsAt, hash = audience) =>
        send(campaignData(maxRate, start, end, hash));
      return { ...all, send, create };
    }

    it("a highest rate of nothing, or beyond 2^80 - 1", async () => {
      const { rewards, create } = await sending();
      for (const maxRate of [0n, 2n ** 80n, 2n ** 256n - 1n]) {
        await expect(create(maxRate)).to.be.revertedWithCustomError(rewards, "InvalidMaxRate").withArgs(maxRate);
      }
    });

    it("dates out of order, in the past, or beyond 2^40 - 1", async () => {
      const { rewards, networkHelpers, epochs, create } = await sending();
      const now = (await epochs.now()) + 10n;
      for (const [startsAt, endsAt] of [
        [now + 9n, now + 8n],
        [0n, now],
        [now, 2n ** 40n],
      ] as const) {
        await networkHelpers.time.setNextBlockTimestamp(now);
        await expect(create(7n, startsAt, endsAt))
          .to.be.revertedWithCustomError(rewards, "InvalidCampaignDates")
          .withArgs(startsAt, endsAt, now);
      }
    });

    it("no audience", async () => {
      const { rewards, create, startsAt, endsAt } = await sending();
      await expect(create(7n, startsAt, endsAt, ZeroHash)).to.be.revertedWithCustomError(rewards, "EmptyAudienceHash");
    });

    it("a budget the sender does not have", async () => {
      const { token, rewards, referrer, startsAt, endsAt, audience } = await sending();
      const data = campaignData(7n, startsAt, endsAt, audience);
      await expect(transferAndCall(token.connect(referrer), rewards.target, 500n, data))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(referrer.address, 0n, 500n);
    });

    it("a top-up of nothing", async () => {
      const { rewards, create, send } = await sending();
      await create(7n);
      await expect(send(idData(1n), 0n))
        .to.be.revertedWithCustomError(rewards, "InvalidTopUp")
        .withArgs(0n, 2n ** 96n - 501n);
    });

    it("a top-up in the last second, or of a closed campaign", async () => {
      const { rewards, networkHelpers, mine, create, send, endsAt } = await sending();
      await create(7n);
      await create(7n);
      await mine.close(2n);
      await expect(send(idData(2n)))
        .to.be.revertedWithCustomError(rewards, "CampaignEnded")
        .withArgs(2n, 0n);
      await networkHelpers.time.setNextBlockTimestamp(endsAt);
      await expect(send(idData(1n)))
        .to.be.revertedWithCustomError(rewards, "CampaignEnded")
        .withArgs(1n, endsAt);
    });
  });

  it("that do not exist can't be topped up, closed, refunded or read", async () => {
    const { token, rewards, mine, buyer } = await ready();
    for (const id of [0n, 1n, 2n ** 256n - 1n]) {
      for (const attempt of [
        () => mine.topUp(id, 1n),
        () => transferAndCall(token.connect(buyer), rewards.target, 1n, idData(id)),
        () => mine.close(id),
        () => rewards.refund(id),
        () => rewards.campaign(id),
        () => rewards.refundableAt(id),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(rewards, "UnknownCampaign").withArgs(id);
      }
    }
  });

  it("have an escrow that pays as AttentionRewards says, and nobody else", async () => {
    const { ethers, token, deployer, mine, escrow, audience, startsAt, endsAt } = await ready();
    await mine.createCampaign(500n, 7n, startsAt, endsAt, audience);
    const contract = await ethers.getContractAt("CampaignEscrow", escrow);
    await expect(contract.getFunction("release")(deployer.address, 1n))
      .to.be.revertedWithCustomError(contract, "NotRewards")
      .withArgs(deployer.address);
    expect(await token.balanceOf(escrow)).to.equal(500n);
  });

  it("take no harm from tokens sent by mistake", async () => {
    const { ethers, token, rewards, mine, buyer, escrow, epochs, audience } = await ready();
    await token.connect(buyer).transfer(rewards.target, 11n);
    mistaken = 13n;
    await token.connect(buyer).transfer(escrow, mistaken);
    await mine.createCampaign(500n, HEED, 0n, (await epochs.now()) + 100n, audience);
    expect((await rewards.campaign(1n)).left).to.equal(500n);
    expect((await rewards.payouts()).debited).to.equal(0n);
    const { time } = protocol().networkHelpers;
    await time.increaseTo(await rewards.refundableAt(1n));
    await expect(rewards.refund(1n)).to.changeTokenBalances(ethers, token, [escrow, buyer], [-500n, 500n]);
  });

  it("wait longer to be settled than reports take to become final, and at most a year", async () => {
    const { ethers, token, oracle, rewards } = await ready();
    expect(await rewards.settlementWindow()).to.equal(SETTLEMENT_WINDOW);
    expect(await rewards.token()).to.equal(token.target);
    expect(await rewards.oracle()).to.equal(oracle.target);
    const [least, most] = [REPORT_WINDOW + CHALLENGE_WINDOW + 1n, 365n * 24n * EPOCH];
    const deploy = (window: bigint) => ethers.deployContract("AttentionRewards", [token.target, oracle.target, window]);
    for (const window of [0n, least - 1n, most + 1n, 2n ** 256n - 1n]) {
      await expect(deploy(window))
        .to.be.revertedWithCustomError(rewards, "InvalidSettlementWindow")
        .withArgs(window, least, most);
    }
    await deploy(least);
    await deploy(most);
  });
});
