import { expect } from "chai";
import type { Address, Hex } from "viem";
import type { Payout, Report, Spend } from "../../contracts/report.ts";
import {
  CHALLENGE_WINDOW,
  EPOCH,
  epochsOf,
  INITIAL_RATE,
  SETTLEMENT_WINDOW,
  settlementOf,
  spendsTree,
  unspentBudgets,
} from "./support/epochs.ts";
import { HEED, useProtocol } from "./support/protocol.ts";

describe("AttentionRewards: settlement", () => {
  // Before the hook that puts the protocol back.
  afterEach(async () => {
    const { token, rewards } = protocol();
    expect(await token.balanceOf(await rewards.escrow())).to.equal(await unspentBudgets(rewards));
  });
  const protocol = useProtocol();

  /** Three campaigns of the buyer's with 1,000 wei each, and an epoch of theirs just over. */
  async function ready() {
    const all = protocol();
    const epochs = epochsOf(all);
    for (let i = 0; i < 3; i++) await epochs.createCampaign(all.buyer, 1_000n);
    await epochs.startOf((await epochs.currentEpoch()) + 1n);
    const spends: Spend[] = [10n, 20n, 30n].map((amount, i) => ({ campaignId: BigInt(i + 1), amount }));
    const earned = (cumulative: bigint): Payout[] => [{ account: all.other.address as Address, cumulative }];
    return { ...all, epochs, spends, earned, escrow: String(await all.rewards.escrow()) };
  }

  describe("debits campaigns", () => {
    it("of what a final report says, in one transfer out of the escrow, and opens its payouts", async () => {
      const { ethers, rewards, token, partner, epochs, spends, earned, escrow } = await ready();
      const report = await epochs.report(earned(60n), spends);
      const settle = rewards.connect(partner).settle(report, ...settlementOf(spends));
      await expect(settle).to.changeTokenBalances(ethers, token, [escrow, rewards], [-60n, 60n]);
      for (const { campaignId, amount } of spends) {
        await expect(settle).to.emit(rewards, "CampaignDebited").withArgs(campaignId, report.epoch, amount);
        expect((await rewards.campaign(campaignId)).left).to.equal(1_000n - amount);
        expect(await rewards.settled(campaignId, report.epoch)).to.equal(true);
        expect(await rewards.settled(campaignId, report.epoch + 1n)).to.equal(false);
      }
      await expect(settle).to.emit(rewards, "PayoutsOpened").withArgs(report.epoch, report.payoutsRoot, 60n);
      expect(await rewards.payouts()).to.deep.equal([report.epoch, report.payoutsRoot, 60n]);
      const { logs } = (await (await settle).wait())!;
      expect(logs.filter(({ address }: { address: string }) => address === token.target)).to.have.length(1);
    });

    it("some now and some later: payouts open with the last that is needed", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const report = await epochs.report(earned(60n), spends);
      const [first, second, third] = spends as [Spend, Spend, Spend];
      for (const part of [[second], [third]]) {
        await expect(epochs.settle(report, spends, part)).not.to.emit(rewards, "PayoutsOpened");
      }
      await expect(epochs.settle(report, spends, [first])).to.emit(rewards, "PayoutsOpened");
      for (const again of [[first], [first, second], spends]) {
        await expect(epochs.settle(report, spends, again))
          .to.be.revertedWithCustomError(rewards, "AlreadySettled")
          .withArgs(settlementOf(spends, again)[0][0]!.campaignId, report.epoch);
      }
    });

    it("where one alone spent", async () => {
      const { rewards, epochs, earned } = await ready();
      const spends = [{ campaignId: 2n, amount: 1n }];
      const report = await epochs.report(earned(1n), spends);
      expect(settlementOf(spends).slice(1)).to.deep.equal([[], []]);
      await expect(epochs.settle(report, spends)).to.emit(rewards, "PayoutsOpened");
      expect((await rewards.campaign(2n)).left).to.equal(999n);
    });

    it("where many did, any part of them at a time", async () => {
      const { rewards, buyer, epochs, earned } = await ready();
      for (let i = 0; i < 14; i++) await epochs.createCampaign(buyer, 1_000n);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const spends = Array.from({ length: 17 }, (_, i) => ({ campaignId: BigInt(i + 1), amount: BigInt(i) }));
      const report = await epochs.report(earned(136n), spends);
      for (const part of [spends.slice(3, 5), spends.slice(16), spends.slice(5, 16), spends.slice(0, 3)]) {
        await epochs.settle(report, spends, part);
      }
      expect(await rewards.payouts()).to.deep.equal([report.epoch, report.payoutsRoot, 136n]);
    });

    it("to the last wei of a budget, and up to the highest rate, no further", async () => {
      const { rewards, buyer, epochs, earned } = await ready();
      const id = await epochs.createCampaign(buyer, 500n, INITIAL_RATE);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const all = [{ campaignId: id, amount: 500n }];
      await epochs.settle(await epochs.report(earned(500n), all), all);
      expect((await rewards.campaign(id)).left).to.equal(0n);

      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const one = [{ campaignId: id, amount: 1n }];
      const next = await epochs.report(earned(501n), one);
      await expect(epochs.settle(next, one))
        .to.be.revertedWithCustomError(rewards, "InsufficientBudget")
        .withArgs(id, 1n, 0n);
      const dearer = await epochs.report(earned(501n), one, { rate: INITIAL_RATE + 1n });
      await expect(epochs.settle(dearer, one))
        .to.be.revertedWithCustomError(rewards, "RateAboveMaximum")
        .withArgs(id, INITIAL_RATE + 1n, INITIAL_RATE);
    });

    it("in every epoch they run in, even for a second, and in no other", async () => {
      const { ethers, rewards, token, networkHelpers, buyer, epochs, earned } = await ready();
      await token.connect(buyer).approve(rewards.target, 2_000n);
      const first = (await epochs.currentEpoch()) + 2n;
      const startsAt = (first + 1n) * EPOCH - 1n;
      const endsAt = (first + 2n) * EPOCH;
      await rewards.connect(buyer).createCampaign(1_000n, HEED, startsAt, endsAt, ethers.id("all"));
      const one = [{ campaignId: 4n, amount: 1n }];
      for (const [epoch, runs] of [
        [first - 1n, false],
        [first, true],
        [first + 1n, true],
        [first + 2n, true],
        [first + 3n, false],
      ] as const) {
        await networkHelpers.time.increaseTo((epoch + 1n) * EPOCH);
        const report = await epochs.reportOf(epochs.rootsOf(earned(99n), one));
        expect(report.epoch).to.equal(epoch);
        await epochs.post(report);
        const waiting = await networkHelpers.takeSnapshot();
        await epochs.finalize();
        const settle = epochs.settle(report, one);
        if (runs) await settle;
        else {
          await expect(settle)
            .to.be.revertedWithCustomError(rewards, "CampaignNotRunning")
            .withArgs(4n, epoch, startsAt, endsAt);
        }
        await waiting.restore();
      }
    });

    it("that were closed for the epoch they were closed in, and not for a later one", async () => {
      const { rewards, buyer, epochs, earned } = await ready();
      const one = [{ campaignId: 1n, amount: 1n }];
      await rewards.connect(buyer).close(1n);
      const { startsAt, endsAt } = await rewards.campaign(1n);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const last = await epochs.reportOf(epochs.rootsOf(earned(1n), one));
      await epochs.post(last);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const later = await epochs.report(earned(2n), one);
      await epochs.settle(last, one);
      await expect(epochs.settle(later, one))
        .to.be.revertedWithCustomError(rewards, "CampaignNotRunning")
        .withArgs(1n, later.epoch, startsAt, endsAt);
    });

    it("that were closed before they started for no epoch, not even the one they would have started in", async () => {
      const { ethers, rewards, token, networkHelpers, buyer, epochs, earned } = await ready();
      await token.connect(buyer).approve(rewards.target, 1_000n);
      const epoch = (await epochs.currentEpoch()) + 1n;
      const startsAt = epoch * EPOCH + 100n;
      await rewards.connect(buyer).createCampaign(1_000n, HEED, startsAt, startsAt + EPOCH, ethers.id("all"));
      await networkHelpers.time.increaseTo(startsAt - 10n);
      await rewards.connect(buyer).close(4n);
      await epochs.startOf(epoch + 1n);
      const one = [{ campaignId: 4n, amount: 1n }];
      await expect(epochs.settle(await epochs.report(earned(1n), one), one))
        .to.be.revertedWithCustomError(rewards, "CampaignNotRunning")
        .withArgs(4n, epoch, startsAt, 0n);
    });
  });

  describe("opens payouts", () => {
    it("of a report without spends, where enough was spent before", async () => {
      const { ethers, rewards, token, epochs, spends, earned } = await ready();
      await epochs.settle(await epochs.report(earned(50n), spends), spends);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const adjusted = await epochs.report(earned(60n), []);
      const settle = epochs.settle(adjusted, []);
      await expect(settle).to.emit(rewards, "PayoutsOpened").withArgs(adjusted.epoch, adjusted.payoutsRoot, 60n);
      await expect(settle).to.changeTokenBalance(ethers, token, rewards, 0n);
    });

    it("of no report that earned more than was ever spent", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const report = await epochs.report(earned(61n), spends);
      await expect(epochs.settle(report, spends)).not.to.emit(rewards, "PayoutsOpened");
      await expect(epochs.settle(report, [])).not.to.emit(rewards, "PayoutsOpened");
      expect(await rewards.payouts()).to.deep.equal([0n, `0x${"00".repeat(32)}`, 60n]);
    });

    it("in the order of epochs, whichever is settled first", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const older = await epochs.reportOf(epochs.rootsOf(earned(60n), spends));
      await epochs.post(older);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const newer = await epochs.report(earned(120n), spends);
      await expect(epochs.settle(newer, spends)).not.to.emit(rewards, "PayoutsOpened");
      await expect(epochs.settle(older, spends))
        .to.emit(rewards, "PayoutsOpened")
        .withArgs(older.epoch, older.payoutsRoot, 60n);
      await expect(epochs.settle(newer, []))
        .to.emit(rewards, "PayoutsOpened")
        .withArgs(newer.epoch, newer.payoutsRoot, 120n);
      for (const again of [older, newer]) await expect(epochs.settle(again, [])).not.to.emit(rewards, "PayoutsOpened");
    });

    it("again, once later reports do without what a campaign could not pay", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const bad = [...spends, { campaignId: 9n, amount: 40n }];
      const wedged = await epochs.report(earned(100n), bad);
      await expect(epochs.settle(wedged, bad)).to.be.revertedWithCustomError(rewards, "UnknownCampaign").withArgs(9n);
      await expect(epochs.settle(wedged, bad, spends)).not.to.emit(rewards, "PayoutsOpened");
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const mended = await epochs.report(earned(100n), [{ campaignId: 3n, amount: 40n }]);
      await expect(epochs.settle(mended, [{ campaignId: 3n, amount: 40n }]))
        .to.emit(rewards, "PayoutsOpened")
        .withArgs(mended.epoch, mended.payoutsRoot, 100n);
    });

    it("again, though reporters signed a total that nobody can ever spend", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      await epochs.settle(await epochs.report(earned(2n ** 96n - 1n), spends), spends);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const honest = await epochs.report(earned(60n), []);
      await expect(epochs.settle(honest, []))
        .to.emit(rewards, "PayoutsOpened")
        .withArgs(honest.epoch, honest.payoutsRoot, 60n);
    });
  });

  describe("is refused", () => {
    it("for a report that was not posted, is pending, or was vetoed", async () => {
      const { rewards, oracle, networkHelpers, epochs, spends, earned } = await ready();
      const report = await epochs.reportOf(epochs.rootsOf(earned(60n), spends));
      const refused = async (why: string) =>
        expect(epochs.settle(report, spends), why)
          .to.be.revertedWithCustomError(rewards, "ReportNotFinalized")
          .withArgs(report.epoch);
      await refused("not posted");
      await epochs.post(report);
      const { challengeEndsAt } = await oracle.latestReport();
      const posted = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(challengeEndsAt);
      await refused("pending");
      await networkHelpers.time.setNextBlockTimestamp(challengeEndsAt + 1n);
      await epochs.settle(report, spends);
      await posted.restore();
      await oracle.veto(report.epoch);
      await networkHelpers.time.increaseTo(challengeEndsAt + 1n);
      await refused("vetoed");
    });

    it("for a report that differs from the posted one in any field", async () => {
      const { ethers, rewards, epochs, spends, earned } = await ready();
      const report = await epochs.report(earned(60n), spends);
      const another = ethers.id("another") as Hex;
      const changes: Report = {
        epoch: report.epoch - 1n,
        parent: another,
        rate: report.rate + 1n,
        payoutsRoot: another,
        payoutsTotal: report.payoutsTotal - 1n,
        spendsRoot: another,
        dataHash: another,
        modelHash: another,
      };
      for (const [field, value] of Object.entries(changes)) {
        await expect(epochs.settle({ ...report, [field]: value }, spends), field)
          .to.be.revertedWithCustomError(rewards, "ReportNotFinalized")
          .withArgs(field === "epoch" ? value : report.epoch);
      }
      await epochs.settle(report, spends);
    });

    it("after the settlement window, to the second, when leftovers can be paid back", async () => {
      const { rewards, networkHelpers, buyer, epochs, earned } = await ready();
      // The campaign's last epoch is the report's.
      const one = [{ campaignId: 4n, amount: 7n }];
      const id = await epochs.createCampaign(buyer, 1_000n);
      await rewards.connect(buyer).close(id);
      await epochs.startOf((await epochs.currentEpoch()) + 1n);
      const report = await epochs.report(earned(7n), one);
      const until = (report.epoch + 1n) * EPOCH + SETTLEMENT_WINDOW;
      expect(await rewards.refundableAt(id)).to.equal(until + 1n);
      const early = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(until + 1n);
      await expect(epochs.settle(report, one))
        .to.be.revertedWithCustomError(rewards, "SettlementClosed")
        .withArgs(report.epoch, until);
      await rewards.refund(id);
      await early.restore();
      await networkHelpers.time.setNextBlockTimestamp(until);
      await epochs.settle(report, one);
      await rewards.refund(id);
      expect((await rewards.campaign(id)).left).to.equal(0n);
    });

    it("twice in one call: a leaf that stands in the tree twice, or a campaign with two leaves", async () => {
      const { rewards, epochs, earned } = await ready();
      for (const second of [10n, 11n]) {
        await epochs.startOf((await epochs.currentEpoch()) + 1n);
        const spends = [
          { campaignId: 1n, amount: 10n },
          { campaignId: 1n, amount: second },
        ];
        const report = await epochs.report(earned(1n), spends);
        const { leaves, proof, proofFlags } = spendsTree(spends).getMultiProof([0, 1]);
        await expect(rewards.settle(report, leaves, proof, proofFlags))
          .to.be.revertedWithCustomError(rewards, "AlreadySettled")
          .withArgs(1n, report.epoch);
      }
    });

    it("with spends that are not the report's", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const report = await epochs.report(earned(60n), spends);
      const [leaves, proof, flags] = settlementOf(spends, spends.slice(0, 2));
      const tree = spendsTree(spends).dump().tree;
      const node = (index: number) => BigInt(tree[index]!);
      for (const [wrong, wrongProof, wrongFlags] of [
        [[{ ...leaves[0]!, amount: 11n }, leaves[1]!], proof, flags],
        [[{ ...leaves[0]!, campaignId: 3n }, leaves[1]!], proof, flags],
        [[leaves[0]!, leaves[0]!], proof, flags],
        [leaves.slice(1), proof, flags],
        [[...leaves, spends[2]!], proof, flags],
        [leaves, [report.dataHash], flags],
        [leaves, [], flags],
        [leaves, [...proof, report.dataHash], flags],
        // The root's own proof, and an inner node's children in place of a leaf.
        [[spends[0]!], [report.spendsRoot], []],
        [[], [report.spendsRoot], []],
        [[{ campaignId: node(1), amount: node(2) }], [], []],
        [[{ campaignId: node(2), amount: node(1) }], [], []],
      ] as [Spend[], string[], boolean[]][]) {
        await expect(rewards.settle(report, wrong, wrongProof, wrongFlags))
          .to.be.revertedWithCustomError(rewards, "InvalidSpendsProof")
          .withArgs(report.epoch, report.spendsRoot);
      }
    });

    it("with a proof of any other shape, by name and never by a panic", async () => {
      const { rewards, epochs, spends, earned } = await ready();
      const report = await epochs.report(earned(60n), spends);
      const right = JSON.stringify(settlementOf(spends).slice(1));
      let shapes = 0;
      for (let count = 0; count <= 3; count++) {
        for (let nodes = 0; nodes <= 2; nodes++) {
          for (let bits = 1; bits < 32; bits++) {
            // The flags are the binary digits after the first.
            const flags = [...bits.toString(2).slice(1)].map((digit) => digit === "1");
            const proof = Array<string>(nodes).fill(report.dataHash);
            if (count === 0 && nodes === 0 && flags.length === 0) continue;
            if (count === 3 && JSON.stringify([proof, flags]) === right) continue;
            await expect(rewards.settle.staticCall(report, spends.slice(0, count), proof, flags))
              .to.be.revertedWithCustomError(rewards, "InvalidSpendsProof")
              .withArgs(report.epoch, report.spendsRoot);
            shapes++;
          }
        }
      }
      expect(shapes).to.equal(4 * 3 * 31 - 2);
    });
  });

  it("leaves a report final and settled that was posted and finalised as late as can be", async () => {
    const { networkHelpers, rewards, epochs, spends, earned } = await ready();
    const report = await epochs.reportOf(epochs.rootsOf(earned(60n), spends));
    await networkHelpers.time.setNextBlockTimestamp((report.epoch + 1n) * EPOCH + 24n * EPOCH);
    await epochs.post(report);
    await networkHelpers.time.increase(CHALLENGE_WINDOW);
    await expect(epochs.settle(report, spends)).to.emit(rewards, "PayoutsOpened");
  });
});
