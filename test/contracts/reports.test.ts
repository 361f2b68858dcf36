import { expect } from "chai";
import type { TransactionReceipt } from "ethers";
import { ZeroHash } from "ethers";
import type { Hex } from "viem";
import { hashTypedData } from "viem";
import { reportTypes } from "../../contracts/report.ts";
import { CHALLENGE_WINDOW, EPOCH, epochsOf, INITIAL_RATE, REPORT_WINDOW, ZERO } from "./support/epochs.ts";
import { useProtocol } from "./support/protocol.ts";

describe("AttentionOracle: reports", () => {
  const protocol = useProtocol();

  it("begin with none, at the first rate", async () => {
    const { oracle } = protocol();
    expect(await oracle.rate()).to.equal(INITIAL_RATE);
    expect(await oracle.latestReport()).to.deep.equal([0n, 0n, ZeroHash, 0n, INITIAL_RATE, 0n]);
    expect(await oracle.finalized(0n)).to.equal(false);
    expect(await oracle.epochDuration()).to.equal(EPOCH);
    expect(await oracle.challengeWindow()).to.equal(CHALLENGE_WINDOW);
    expect(await oracle.reportWindow()).to.equal(REPORT_WINDOW);
  });

  it("have the digest that wallets sign", async () => {
    const { oracle } = protocol();
    const { reportOf, typedData } = epochsOf(protocol());
    const report = await reportOf();
    const digest = hashTypedData({ domain: typedData, types: reportTypes, primaryType: "Report", message: report });
    expect(await oracle.reportDigest(report)).to.equal(digest);
  });

  it("build on each other, epochs left out or not, and can be read back", async () => {
    const { oracle } = protocol();
    const { reportOf, post, startOf } = epochsOf(protocol());
    const first = await reportOf({ payoutsTotal: 5n });
    await post(first);
    const digest = await oracle.reportDigest(first);
    await startOf(first.epoch + 5n);
    const second = await reportOf({ rate: INITIAL_RATE * 2n, payoutsTotal: 7n });
    expect(second.parent).to.equal(digest);
    await post(second);
    const { challengeEndsAt } = await oracle.latestReport();
    expect(await oracle.latestReport()).to.deep.equal([
      second.epoch,
      first.epoch,
      await oracle.reportDigest(second),
      challengeEndsAt,
      INITIAL_RATE * 2n,
      7n,
    ]);
    expect((await oracle.reportOf(first.epoch)).digest).to.equal(digest);
    expect((await oracle.reportOf(first.epoch + 1n)).digest).to.equal(ZeroHash);
    expect(await oracle.rate()).to.equal(INITIAL_RATE * 2n);
  });

  describe("are refused", () => {
    it("on another parent than the latest", async () => {
      const { ethers, oracle } = protocol();
      const { reportOf, post, startOf } = epochsOf(protocol());
      const first = await reportOf();
      const parent = ethers.id("nobody") as Hex;
      await expect(post({ ...first, parent }))
        .to.be.revertedWithCustomError(oracle, "WrongParent")
        .withArgs(parent, ZeroHash);
      await post(first);
      await startOf(first.epoch + 2n);
      await expect(post(await reportOf({ parent: ZERO })))
        .to.be.revertedWithCustomError(oracle, "WrongParent")
        .withArgs(ZeroHash, await oracle.reportDigest(first));
    });

    it("for an epoch that has a report, or one before it, or the first of all time", async () => {
      const { oracle } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const first = await reportOf();
      await post(first);
      for (const epoch of [first.epoch, first.epoch - 1n, 0n]) {
        await expect(post(await reportOf({ epoch })))
          .to.be.revertedWithCustomError(oracle, "StaleEpoch")
          .withArgs(epoch, first.epoch);
      }
    });

    it("before their epoch is over, to the second", async () => {
      const { oracle, networkHelpers } = protocol();
      const { reportOf, signaturesOf, currentEpoch } = epochsOf(protocol());
      const epoch = (await currentEpoch()) + 1n;
      const report = await reportOf({ epoch });
      const signatures = await signaturesOf(report);
      await networkHelpers.time.setNextBlockTimestamp((epoch + 1n) * EPOCH - 1n);
      await expect(oracle.post(report, signatures))
        .to.be.revertedWithCustomError(oracle, "EpochNotOver")
        .withArgs(epoch, epoch);
      await networkHelpers.time.setNextBlockTimestamp((epoch + 1n) * EPOCH);
      await oracle.post(report, signatures);
    });

    it("for epochs of the far future", async () => {
      const { oracle } = protocol();
      const { reportOf, post, currentEpoch } = epochsOf(protocol());
      for (const epoch of [2n ** 40n, 2n ** 256n - 1n]) {
        await expect(post(await reportOf({ epoch })))
          .to.be.revertedWithCustomError(oracle, "EpochNotOver")
          .withArgs(epoch, await currentEpoch());
      }
    });

    it("after their window, to the second", async () => {
      const { oracle, networkHelpers } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const report = await reportOf();
      const signatures = await signaturesOf(report);
      const until = (report.epoch + 1n) * EPOCH + REPORT_WINDOW;
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(until + 1n);
      await expect(oracle.post(report, signatures))
        .to.be.revertedWithCustomError(oracle, "ReportTooLate")
        .withArgs(report.epoch, until);
      await snapshot.restore();
      await networkHelpers.time.setNextBlockTimestamp(until);
      await oracle.post(report, signatures);
    });

    it("at a rate below half or above twice the last one, to the wei", async () => {
      const { oracle } = protocol();
      const { reportOf, post, startOf } = epochsOf(protocol());
      // Odd, so that its half lies between two wei.
      const odd = INITIAL_RATE + 1n;
      const first = await reportOf({ rate: odd });
      await post(first);
      await startOf(first.epoch + 2n);
      const [least, most] = [INITIAL_RATE / 2n + 1n, 2n * odd];
      for (const rate of [0n, least - 1n, most + 1n, 2n ** 256n - 1n]) {
        await expect(post(await reportOf({ rate })))
          .to.be.revertedWithCustomError(oracle, "RateOutOfBounds")
          .withArgs(rate, least, most);
      }
      await post(await reportOf({ rate: least }));
      await startOf(first.epoch + 3n);
      await post(await reportOf({ rate: 2n * least }));
    });

    it("at a rate of nothing, and beyond 2^80 - 1, however long rates halve or double", async () => {
      const { ethers, oracle, accessManager, market, reporters } = protocol();
      const most = 2n ** 80n - 1n;
      for (const [first, rate, bounds] of [
        [1n, 0n, [1n, 2n]],
        [most, most + 1n, [2n ** 79n, most]],
      ] as const) {
        const args = [accessManager.target, market.target, EPOCH, CHALLENGE_WINDOW, REPORT_WINDOW, first];
        const extreme = await ethers.deployContract("AttentionOracle", args);
        const epochs = epochsOf({ ...protocol(), oracle: extreme as never });
        const report = await epochs.reportOf();
        await expect(extreme.getFunction("post")({ ...report, rate }, []))
          .to.be.revertedWithCustomError(oracle, "RateOutOfBounds")
          .withArgs(rate, ...bounds);
        await expect(extreme.getFunction("post")(report, await epochs.signaturesOf(report, reporters)))
          .to.be.revertedWithCustomError(oracle, "UnknownReporter")
          .withArgs(reporters[0]!.address);
      }
    });

    it("where more was ever earned than can be", async () => {
      const { oracle } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const most = 2n ** 96n - 1n;
      for (const payoutsTotal of [most + 1n, 2n ** 256n - 1n]) {
        await expect(post(await reportOf({ payoutsTotal })))
          .to.be.revertedWithCustomError(oracle, "InvalidPayoutsTotal")
          .withArgs(payoutsTotal, most);
      }
      await post(await reportOf({ payoutsTotal: most }));
    });

    it("without a root", async () => {
      const { oracle } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const { payoutsRoot, spendsRoot } = await reportOf();
      await expect(post(await reportOf({ payoutsRoot: ZERO })))
        .to.be.revertedWithCustomError(oracle, "EmptyRoot")
        .withArgs(ZeroHash, spendsRoot);
      await expect(post(await reportOf({ spendsRoot: ZERO })))
        .to.be.revertedWithCustomError(oracle, "EmptyRoot")
        .withArgs(payoutsRoot, ZeroHash);
    });

    it("while there are no reporters, even if nobody signed them", async () => {
      const { ethers, oracle, accessManager, market } = protocol();
      const args = [accessManager.target, market.target, EPOCH, CHALLENGE_WINDOW, REPORT_WINDOW, INITIAL_RATE];
      const fresh = await ethers.deployContract("AttentionOracle", args);
      const report = await epochsOf({ ...protocol(), oracle: fresh as never }).reportOf();
      await expect(fresh.getFunction("post")(report, []))
        .to.be.revertedWithCustomError(oracle, "InsufficientQuorum")
        .withArgs(0n, 0n);
    });
  });

  describe("are final", () => {
    it("after the last second of the challenge window, not in it", async () => {
      const { oracle, networkHelpers } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const report = await reportOf();
      await post(report);
      const end = BigInt(await networkHelpers.time.latest()) + CHALLENGE_WINDOW;
      expect((await oracle.latestReport()).challengeEndsAt).to.equal(end);
      for (const [at, final] of [
        [end, false],
        [end + 1n, true],
      ] as const) {
        await networkHelpers.time.increaseTo(at);
        expect(await oracle.finalized(report.epoch), `${at}`).to.equal(final);
        expect(await oracle.isFinalized(report), `${at}`).to.equal(final);
      }
    });

    it("as they were posted, and no other report of their epoch is", async () => {
      const { oracle } = protocol();
      const { reportOf, post, finalize } = epochsOf(protocol());
      const report = await reportOf();
      await post(report);
      await finalize();
      expect(await oracle.isFinalized(report)).to.equal(true);
      for (const changes of [
        { epoch: report.epoch - 1n },
        { epoch: 0n },
        { parent: report.dataHash },
        { rate: report.rate + 1n },
        { payoutsRoot: report.dataHash },
        { payoutsTotal: 1n },
        { spendsRoot: report.dataHash },
        { dataHash: report.modelHash },
        { modelHash: report.dataHash },
      ]) {
        expect(await oracle.isFinalized({ ...report, ...changes }), Object.keys(changes)[0]).to.equal(false);
      }
      expect(await oracle.finalized(report.epoch - 1n)).to.equal(false);
    });
  });

  describe("are vetoed", () => {
    it("up to the last second of the challenge window, by the guardian", async () => {
      const { oracle, networkHelpers } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const report = await reportOf({ rate: INITIAL_RATE * 2n });
      await post(report);
      const { challengeEndsAt, digest } = await oracle.latestReport();
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(challengeEndsAt + 1n);
      await expect(oracle.veto(report.epoch))
        .to.be.revertedWithCustomError(oracle, "ReportIsFinal")
        .withArgs(report.epoch, challengeEndsAt);
      await snapshot.restore();
      await networkHelpers.time.setNextBlockTimestamp(challengeEndsAt);
      await expect(oracle.veto(report.epoch)).to.emit(oracle, "ReportVetoed").withArgs(report.epoch, digest);
      expect(await oracle.latestReport()).to.deep.equal([0n, 0n, ZeroHash, 0n, INITIAL_RATE, 0n]);
      await networkHelpers.time.increaseTo(challengeEndsAt + 1n);
      expect(await oracle.isFinalized(report)).to.equal(false);
      expect(await oracle.finalized(report.epoch)).to.equal(false);
    });

    it("with all that build on them, which can't be posted again; their epochs can be reported anew", async () => {
      const { oracle } = protocol();
      const { reportOf, post, startOf, finalize } = epochsOf(protocol());
      const base = await reportOf({ payoutsTotal: 1n });
      const reports = [base];
      await post(base);
      for (const payoutsTotal of [2n, 3n, 4n]) {
        await startOf(reports.at(-1)!.epoch + 2n);
        const next = await reportOf({ payoutsTotal, rate: reports.at(-1)!.rate * 2n });
        reports.push(next);
        await post(next);
      }
      const digests = await Promise.all(reports.map((report) => oracle.reportDigest(report)));
      const { logs } = (await (await oracle.veto(reports[1]!.epoch)).wait()) as TransactionReceipt;
      const vetoed = logs.map((log) => [...oracle.interface.parseLog(log)!.args]);
      expect(vetoed).to.deep.equal([3, 2, 1].map((index) => [reports[index]!.epoch, digests[index]]));
      expect((await oracle.latestReport()).digest).to.equal(digests[0]);
      expect(await oracle.rate()).to.equal(INITIAL_RATE);

      await expect(post(reports[1]!)).to.be.revertedWithCustomError(oracle, "ReportWasVetoed").withArgs(digests[1]);
      for (const index of [2, 3]) {
        await expect(post({ ...reports[index]!, rate: INITIAL_RATE }))
          .to.be.revertedWithCustomError(oracle, "WrongParent")
          .withArgs(digests[index - 1], digests[0]);
      }
      const anew = await reportOf({ epoch: reports[1]!.epoch, payoutsTotal: 2n, dataHash: base.modelHash });
      await post(anew);
      await expect(post(reports[2]!))
        .to.be.revertedWithCustomError(oracle, "WrongParent")
        .withArgs(digests[1], await oracle.reportDigest(anew));
      await finalize();
      expect(await oracle.isFinalized(anew)).to.equal(true);
      expect(await oracle.isFinalized(base)).to.equal(true);
    });

    it("the latest first, in calls of their own", async () => {
      const { oracle } = protocol();
      const { reportOf, post, startOf } = epochsOf(protocol());
      const first = await reportOf();
      await post(first);
      await startOf(first.epoch + 2n);
      await post(await reportOf());
      await oracle.veto(first.epoch + 1n);
      expect((await oracle.latestReport()).epoch).to.equal(first.epoch);
      await oracle.veto(first.epoch);
      expect((await oracle.latestReport()).epoch).to.equal(0n);
    });

    it("not by anybody else, and not where there is none", async () => {
      const { oracle, other, reporters } = protocol();
      const { reportOf, post } = epochsOf(protocol());
      const report = await reportOf();
      await post(report);
      for (const stranger of [other, reporters[0]!]) {
        await expect(oracle.connect(stranger).veto(report.epoch))
          .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
          .withArgs(stranger.address);
      }
      for (const epoch of [0n, report.epoch + 1n, report.epoch - 1n, 2n ** 256n - 1n]) {
        await expect(oracle.veto(epoch)).to.be.revertedWithCustomError(oracle, "ReportNotPosted").withArgs(epoch);
      }
    });
  });

  it("can't be had with epochs or windows of no or of more than 30 days' length, or a first rate of nothing", async () => {
    const { ethers, oracle, accessManager, market } = protocol();
    const longest = 30n * 86_400n;
    expect(await oracle.MAX_PERIOD()).to.equal(longest);
    const good = [EPOCH, CHALLENGE_WINDOW, REPORT_WINDOW, INITIAL_RATE];
    const deploy = (values: bigint[]) =>
      ethers.deployContract("AttentionOracle", [accessManager.target, market.target, ...values]);
    for (const [index, error, bad] of [
      [0, "InvalidEpochDuration", [0n, longest + 1n]],
      [1, "InvalidChallengeWindow", [0n, longest + 1n]],
      [2, "InvalidReportWindow", [0n, longest + 1n]],
      [3, "InvalidInitialRate", [0n, 2n ** 80n]],
    ] as const) {
      for (const value of bad) {
        await expect(deploy(good.with(index, value)))
          .to.be.revertedWithCustomError(oracle, error)
          .withArgs(value);
      }
    }
    await deploy([1n, longest, longest, 1n]);
    await deploy([longest, 1n, 1n, 2n ** 80n - 1n]);
  });
});
