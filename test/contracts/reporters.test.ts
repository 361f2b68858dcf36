import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { concat, Signature, toBeHex, Wallet, ZeroAddress } from "ethers";
import hre from "hardhat";
import type { Hex } from "viem";
import { type Report, reportDomain, reportTypes } from "../../contracts/report.ts";
import { heedWithOwner } from "../../ignition/modules/Heed.ts";
import { epochsOf, type ReportSignature } from "./support/epochs.ts";
import { DAY, type Deployed, HEED, useProtocol } from "./support/protocol.ts";

describe("AttentionOracle: reporters", () => {
  const protocol = useProtocol();
  const addresses = (people: readonly HardhatEthersSigner[]) => people.map(({ address }) => address);

  describe("are named", () => {
    it("in an order and with a quorum that can be read back", async () => {
      const { oracle, reporters, other } = protocol();
      expect(await oracle.reporters()).to.deep.equal(addresses(reporters));
      expect(await oracle.quorum()).to.equal(3n);
      const named = [other.address, ...addresses(reporters.slice(3))];
      await expect(oracle.setReporters(named, 2)).to.emit(oracle, "ReportersSet").withArgs(named, 2n);
      expect(await oracle.reporters()).to.deep.equal(named);
      expect(await oracle.quorum()).to.equal(2n);
    });

    it("anew as a whole: who is not named again signs no more, however often that is done", async () => {
      const { oracle, reporters } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const [first, second, third, fourth, fifth] = reporters as [HardhatEthersSigner, ...HardhatEthersSigner[]];
      for (const named of [[second!, first], [third!, fourth!, second!], [fourth!]]) {
        await oracle.setReporters(addresses(named), named.length);
      }
      const report = await reportOf();
      for (const gone of [first, second!, third!, fifth!]) {
        await expect(oracle.post(report, await signaturesOf(report, [fourth!, gone])))
          .to.be.revertedWithCustomError(oracle, "UnknownReporter")
          .withArgs(gone.address);
      }
      await oracle.post(report, await signaturesOf(report, [fourth!]));
    });

    it("up to 32, all of whom may be needed", async () => {
      const { ethers, oracle } = protocol();
      const { reportOf, typedData } = epochsOf(protocol());
      const crowd = Array.from({ length: 33 }, (_, i) => new Wallet(ethers.id(`reporter ${i}`)));
      const named = crowd.map(({ address }) => address);
      await expect(oracle.setReporters(named, 1))
        .to.be.revertedWithCustomError(oracle, "InvalidReporterCount")
        .withArgs(33n);
      await oracle.setReporters(named.slice(0, 32), 32);
      const report = await reportOf();
      const signatures: ReportSignature[] = [];
      for (const wallet of crowd.slice(0, 32)) {
        const signature = await wallet.signTypedData(typedData, { Report: [...reportTypes.Report] }, report);
        signatures.push({ signer: wallet.address, signature });
      }
      await expect(oracle.post(report, signatures.slice(1)))
        .to.be.revertedWithCustomError(oracle, "InsufficientQuorum")
        .withArgs(31n, 32n);
      await oracle.post(report, signatures);
    });

    it("not without anyone, nobody among them, anyone twice, or a quorum that can't be met", async () => {
      const { oracle, other, buyer } = protocol();
      const two = [other.address, buyer.address];
      for (const [named, quorum, error, args] of [
        [[], 0, "InvalidReporterCount", [0n]],
        [two, 0, "InvalidQuorum", [0n, 2n]],
        [two, 3, "InvalidQuorum", [3n, 2n]],
        [two, 2n ** 256n - 1n, "InvalidQuorum", [2n ** 256n - 1n, 2n]],
        [[...two, ZeroAddress], 1, "InvalidReporter", [ZeroAddress]],
        [[...two, other.address], 1, "DuplicateReporter", [other.address]],
      ] as const) {
        await expect(oracle.setReporters(named, quorum), error)
          .to.be.revertedWithCustomError(oracle, error)
          .withArgs(...args);
      }
    });

    it("by nobody without the role", async () => {
      const { oracle, other } = protocol();
      await expect(oracle.connect(other).setReporters([other.address], 1))
        .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
        .withArgs(other.address);
    });
  });

  it("wait a day to be named, where there is an owner, and the guardian may cancel them; a veto does not wait", async () => {
    const connection = await hre.network.create();
    const { ethers, ignition, networkHelpers } = connection;
    const [, signer, owner, guardian, thief] = await ethers.getSigners();
    const { oracle, accessManager } = (await ignition.deploy(heedWithOwner, {
      parameters: {
        HeedWithOwner: {
          holder: owner!.address,
          quoteSigner: signer!.address,
          signerExpiresAt: (await networkHelpers.time.latest()) + DAY,
          reporters: [signer!.address],
          quorum: 1,
          owner: owner!.address,
          guardian: guardian!.address,
          adminDelay: DAY,
        },
      },
    })) as unknown as Record<"oracle" | "accessManager", Deployed>;
    expect(await oracle.reporters()).to.deep.equal([signer!.address]);
    const theft = oracle.interface.encodeFunctionData("setReporters", [[thief!.address], 1]);
    const operation = await accessManager.hashOperation(owner!.address, oracle.target, theft);
    await expect(oracle.connect(owner!).setReporters([thief!.address], 1))
      .to.be.revertedWithCustomError(accessManager, "AccessManagerNotScheduled")
      .withArgs(operation);
    const due = (await networkHelpers.time.latest()) + DAY + 60;
    await accessManager.connect(owner!).schedule(oracle.target, theft, due);
    await accessManager.connect(guardian!).cancel(owner!.address, oracle.target, theft);
    await networkHelpers.time.increaseTo(due);
    await expect(oracle.connect(owner!).setReporters([thief!.address], 1))
      .to.be.revertedWithCustomError(accessManager, "AccessManagerNotScheduled")
      .withArgs(operation);
    // Refused for what is vetoed, not for who vetoes.
    await expect(oracle.connect(guardian!).veto(7n))
      .to.be.revertedWithCustomError(oracle, "ReportNotPosted")
      .withArgs(7n);
    await connection.close();
  });

  describe("sign", () => {
    it("in any order, more of them than needed, through any relayer", async () => {
      const { oracle, reporters, other } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const report = await reportOf();
      const signatures = await signaturesOf(report, [...reporters].reverse());
      await expect(oracle.connect(other).post(report, signatures))
        .to.emit(oracle, "ReportPosted")
        .withArgs(report.epoch, await oracle.reportDigest(report), Object.values(report), (at: bigint) => at > 0n, 5n);
    });

    it("once each, whoever is named twice", async () => {
      const { oracle, reporters } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const [first, second, third] = reporters as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
      const report = await reportOf();
      for (const [by, count] of [
        [[], 0n],
        [[first], 1n],
        [[first, second], 2n],
        [[second, first, second, first, second], 2n],
      ] as const) {
        await expect(oracle.post(report, await signaturesOf(report, by)))
          .to.be.revertedWithCustomError(oracle, "InsufficientQuorum")
          .withArgs(count, 3n);
      }
      await expect(oracle.post(report, await signaturesOf(report, [first, third, first, second])))
        .to.emit(oracle, "ReportPosted")
        .withArgs(report.epoch, await oracle.reportDigest(report), Object.values(report), (at: bigint) => at > 0n, 3n);
    });

    it("nothing that somebody else signed, and nobody else signs", async () => {
      const { oracle, reporters, other } = protocol();
      const { reportOf, signaturesOf, signatureOf } = epochsOf(protocol());
      const report = await reportOf();
      const three = await signaturesOf(report);
      const last = reporters[4]!;
      const { signature } = await signatureOf(report, other);
      await expect(oracle.post(report, [...three, { signer: last.address, signature }]))
        .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
        .withArgs(last.address);
      for (const signer of [other.address, ZeroAddress]) {
        await expect(oracle.post(report, [{ signer, signature }, ...three]))
          .to.be.revertedWithCustomError(oracle, "UnknownReporter")
          .withArgs(signer);
      }
    });

    it("nothing that is short, long, empty, malleable or of nothing", async () => {
      const { oracle, reporters } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const report = await reportOf();
      const [first, ...others] = await signaturesOf(report);
      const { r, s, yParity, serialized, compactSerialized } = Signature.from(first!.signature);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const malleable = concat([r, toBeHex(order - BigInt(s), 32), yParity === 0 ? "0x1c" : "0x1b"]);
      const wrongParity = concat([r, s, yParity === 0 ? "0x1c" : "0x1b"]);
      const nothing = `0x${"00".repeat(65)}`;
      const short = serialized.slice(0, -2);
      for (const signature of [short, `${serialized}00`, "0x", malleable, wrongParity, compactSerialized, nothing]) {
        await expect(oracle.post(report, [...others, { signer: first!.signer, signature }]))
          .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
          .withArgs(reporters[0]!.address);
      }
      await oracle.post(report, [...others, first]);
    });

    it("for one chain and one oracle", async () => {
      const { oracle, market, reporters, domain } = protocol();
      const { reportOf, signaturesOf } = epochsOf(protocol());
      const report = await reportOf();
      const [, ...others] = await signaturesOf(report);
      const first = reporters[0]!;
      for (const elsewhere of [
        reportDomain(1, oracle.target as Hex),
        reportDomain(Number(domain.chainId), market.target as Hex),
        { ...reportDomain(Number(domain.chainId), oracle.target as Hex), version: "2" },
        { ...reportDomain(Number(domain.chainId), oracle.target as Hex), name: "Heed" },
      ]) {
        const signature = await first.signTypedData(elsewhere, { Report: [...reportTypes.Report] }, report);
        await expect(oracle.post(report, [...others, { signer: first.address, signature }]))
          .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
          .withArgs(first.address);
      }
    });

    /** A value that passes every other check, so that only the signature is wrong. */
    const mutations: { [Field in keyof Report]: (report: Report) => Report[Field] } = {
      epoch: ({ epoch }) => epoch - 1n,
      parent: ({ parent }) => parent,
      rate: ({ rate }) => rate + 1n,
      payoutsRoot: ({ dataHash }) => dataHash,
      payoutsTotal: ({ payoutsTotal }) => payoutsTotal + 1n,
      spendsRoot: ({ dataHash }) => dataHash,
      dataHash: ({ modelHash }) => modelHash,
      modelHash: ({ dataHash }) => dataHash,
    };
    for (const field of Object.keys(mutations) as (keyof Report)[]) {
      it(`this very report: with another ${field} it is refused`, async () => {
        const { ethers, oracle, reporters } = protocol();
        const { reportOf, signaturesOf } = epochsOf(protocol());
        const report = await reportOf();
        const signatures = await signaturesOf(report);
        if (field === "parent") {
          // Another parent is no parent at all: the report is refused before anybody looks at its signatures.
          const parent = ethers.id("another") as Hex;
          await expect(oracle.post({ ...report, parent }, signatures))
            .to.be.revertedWithCustomError(oracle, "WrongParent")
            .withArgs(parent, report.parent);
          return;
        }
        await expect(oracle.post({ ...report, [field]: mutations[field](report) }, signatures))
          .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
          .withArgs(reporters[0]!.address);
        await oracle.post(report, signatures);
      });
    }
  });

  describe("that are contracts", () => {
    it("are asked by ERC-1271", async () => {
      const { ethers, oracle, reporters, other } = protocol();
      const { reportOf, signaturesOf, signatureOf } = epochsOf(protocol());
      const account = await ethers.deployContract("ContractAccount", [other.address]);
      await oracle.setReporters([account.target, ...addresses(reporters)], 3);
      const report = await reportOf();
      const two = await signaturesOf(report, reporters.slice(0, 2));
      const as = async (by: HardhatEthersSigner) => ({
        signer: account.target,
        signature: (await signatureOf(report, by)).signature,
      });
      await expect(oracle.post(report, [...two, await as(reporters[2]!)]))
        .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
        .withArgs(account.target);
      await oracle.post(report, [await as(other), ...two]);
    });

    it("are given no chance to act while they are asked", async () => {
      const { ethers, oracle, reporters } = protocol();
      const { reportOf, signaturesOf, finalize } = epochsOf(protocol());
      // Would post the same report itself, so that it stood there twice.
      const report = await reportOf();
      const data = oracle.interface.encodeFunctionData("post", [report, await signaturesOf(report)]);
      const hostile = await ethers.deployContract("HostileSigner", [oracle.target, data]);
      await oracle.setReporters([...addresses(reporters), hostile.target], 3);
      await expect(oracle.post(report, [...(await signaturesOf(report)), { signer: hostile.target, signature: "0x" }]))
        .to.be.revertedWithCustomError(oracle, "InvalidReportSignature")
        .withArgs(hostile.target);
      await oracle.post(report, await signaturesOf(report));
      await finalize();
      expect(await oracle.isFinalized(report)).to.equal(true);
    });

    it("for a while, by EIP-7702, sign with their key all the same", async () => {
      const { ethers, oracle, market, deployer, reporters } = protocol();
      const { reportOf, signaturesOf, typedData } = epochsOf(protocol());
      const wallet = Wallet.createRandom(ethers.provider);
      await deployer.sendTransaction({ to: wallet.address, value: HEED });
      // The market has code but answers no ERC-1271.
      const authorization = await wallet.authorize({ address: String(market.target), nonce: 1 });
      await (
        await wallet.sendTransaction({ type: 4, to: deployer.address, authorizationList: [authorization] })
      ).wait();
      await oracle.setReporters([wallet.address, ...addresses(reporters)], 3);
      const report = await reportOf();
      const signature = await wallet.signTypedData(typedData, { Report: [...reportTypes.Report] }, report);
      const two = await signaturesOf(report, reporters.slice(0, 2));
      await oracle.post(report, [{ signer: wallet.address, signature }, ...two]);
    });
  });
});
