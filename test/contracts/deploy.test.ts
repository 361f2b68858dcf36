import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import hre from "hardhat";
import { type Address, createPublicClient, http, parseEther, toHex, zeroAddress } from "viem";
import { deploymentPath, findDeployment, readDeployment, writeDeployment } from "../../contracts/deployment.ts";
import { attentionOracleAbi, attentionRewardsAbi } from "../../contracts/generated/abis.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, heedWithOwner, SIGNER_ROLE } from "../../ignition/modules/Heed.ts";
import { deploy } from "../../scripts/deploy/deploy.ts";
import { type DeployOptions, parseOptions } from "../../scripts/deploy/options.ts";
import { ether, span } from "../../scripts/deploy/report.ts";
import {
  missingRoles,
  requireApart,
  requireConsistent,
  requireHandedOver,
  requireNone,
  warnings,
} from "../../scripts/deploy/roles.ts";
import { DAY, type Deployed } from "./support/protocol.ts";

describe("scripts/deploy.ts", () => {
  describe("on a local chain in another process", () => {
    const kept = findDeployment(31337);
    after(() => (kept ? writeDeployment(kept) : rmSync(deploymentPath(31337), { force: true })));

    it("deploys, writes where, and does nothing the second time; a restarted chain is deployed to afresh", async () => {
      const journals = join(hre.config.paths.ignition, "deployments", "chain-31337");
      const before = existsSync(journals);
      const first = await withNode(31337, async (rpcUrl) => {
        const deployed = await deploy({ rpcUrl });
        const height = await blockOf(rpcUrl);
        expect(await deploy({ rpcUrl })).to.deep.equal(deployed);
        expect(await blockOf(rpcUrl)).to.equal(height);
        return deployed;
      });
      expect(readDeployment(31337)).to.deep.equal(first);
      expect(first?.chainId).to.equal(31337);
      const second = await withNode(31337, (rpcUrl) => deploy({ rpcUrl }));
      expect(second).to.deep.equal(first);
      expect(existsSync(journals)).to.equal(before);
    });

    it("lets epochs and their windows last as long as asked for", async () => {
      await withNode(31337, async (rpcUrl) => {
        const periods = parseOptions(
          "--epoch 60 --challenge-window 20 --report-window 3600 --settlement-window 7200".split(" "),
        ).options;
        const { oracle, rewards } = (await deploy({ ...periods, rpcUrl }))!;
        const client = createPublicClient({ transport: http(rpcUrl) });
        const of = { address: oracle, abi: attentionOracleAbi } as const;
        expect(await client.readContract({ ...of, functionName: "epochDuration" })).to.equal(60n);
        expect(await client.readContract({ ...of, functionName: "challengeWindow" })).to.equal(20n);
        expect(await client.readContract({ ...of, functionName: "reportWindow" })).to.equal(3_600n);
        const args = { address: rewards, abi: attentionRewardsAbi, functionName: "settlementWindow" } as const;
        expect(await client.readContract(args)).to.equal(7_200n);
      });
    });

    it("refuses, and deploys nothing, where an option would be ignored", async () => {
      await withNode(31337, async (rpcUrl) => {
        const deployer = await firstAccountOf(rpcUrl);
        expect(await failure(deploy({ rpcUrl, owner: deployer.toLowerCase() as Address, adminDelay: 60 }))).to.contain(
          "is the deployer",
        );
        expect(await failure(deploy({ rpcUrl, guardian: deployer }))).to.contain("say --owner ADDRESS too");
        expect(await failure(deploy({ rpcUrl, epochDuration: 60, settlementWindow: 7_200 }))).to.contain(
          "--settlement-window is 108001 to 31536000 seconds here, not 7200",
        );
        expect(await failure(deploy({ rpcUrl, epochDuration: 2_592_001 }))).to.contain("--epoch is 2592000 seconds");
        expect(await blockOf(rpcUrl)).to.equal(0);
      });
    });
  });

  it("says which network can't be reached", async () => {
    expect(await failure(deploy({ rpcUrl: "http://127.0.0.1:1" }))).to.contain(
      "«localhost» can't be used at http://127.0.0.1:1: no node answers there. Start it,",
    );
  });

  describe("before a public chain is touched", () => {
    const [deployer, owner, guardian, quoteSigner, one, two] = [1, 2, 3, 4, 5, 6].map((digit) =>
      toHex(digit, { size: 20 }),
    ) as [Address, Address, Address, Address, Address, Address];
    const whole: DeployOptions = { owner, guardian, quoteSigner, reporters: [one, two], quorum: 2 };
    const parsed = (...args: string[]) => parseOptions(args).options;

    it("takes no address that is none, fails its checksum or is nobody's", () => {
      const mistyped = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293Bc";
      expect(parsed("--owner", mistyped.toLowerCase()).owner).to.equal("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
      expect(() => parsed("--owner", mistyped)).to.throw(`--owner ${mistyped} fails its own checksum`);
      expect(() => parsed("--guardian", "0x12")).to.throw("--guardian takes an address");
      expect(() => parsed("--reporters", `${one},`)).to.throw("--reporters takes an address");
      expect(() => parsed("--treasury", zeroAddress)).to.throw("--treasury can't be the zero address");
      expect(() => parsed("--quorum", "0")).to.throw("--quorum takes a whole number from 1 up, not «0»");
      expect(() => parsed("--rpc-url", "localhost:8545")).to.throw("--rpc-url takes an address that begins with http");
      expect(() => parsed("--ownr", owner)).to.throw("--ownr");
    });

    it("wants every office filled, and no other than the deployer's where it keeps them", () => {
      expect(missingRoles(whole)).to.deep.equal([]);
      expect(missingRoles({ quoteSigner, reporters: [one], quorum: 1, keepRoles: true })).to.deep.equal([]);
      for (const [changes, found] of [
        [{ owner: undefined }, "--owner ADDRESS"],
        [{ guardian: undefined }, "--guardian ADDRESS"],
        [{ quoteSigner: undefined }, "--quote-signer ADDRESS"],
        [{ reporters: undefined }, "--reporters ADDRESS"],
        [{ quorum: undefined }, "how many of the 2 reporters"],
        [{ quorum: 3 }, "--quorum 3 can't be met by 2 reporters"],
        [{ keepRoles: true }, "leave --owner, --guardian"],
      ] as [DeployOptions, string][]) {
        const [problem, ...more] = missingRoles({ ...whole, ...changes });
        expect(problem).to.contain(found);
        expect(more).to.deep.equal([]);
      }
    });

    it("tells all that is missing at once", () => {
      const missing = missingRoles({});
      expect(missing.map((line) => /--[a-z-]+/.exec(line)?.[0])).to.deep.equal([
        "--owner",
        "--guardian",
        "--quote-signer",
        "--reporters",
        "--quorum",
      ]);
      expect(() => requireNone(missing)).to.throw(`5 things are to be mended first:\n  - ${missing.join("\n  - ")}`);
      expect(() => requireNone(["One."])).to.throw(/^One\.$/);
      expect(() => requireNone([])).not.to.throw();
    });

    it("repeats nothing of what may be a private key", () => {
      const key = "c0ffee".padEnd(64, "7");
      for (const [args, option] of [
        [["--owner", `0x${key}`], "--owner"],
        [[`--guardian=${key}`], "--guardian"],
        [["--reporters", `${one},0x${key}`], "--reporters"],
        [["--network", key], "--network"],
        [["--quorum", key.toUpperCase()], "--quorum"],
        [[`0x${key}`], "An argument"],
        [[`--${key}`], "An argument"],
      ] as [string[], string][]) {
        expect(() => parsed(...args))
          .to.throw(`${option}: that looks like a private key`)
          .with.property("message")
          .that.does.not.match(/c0ffee|777/i);
      }
      const rpcUrl = `https://node.example/${key}`;
      expect(parsed("--rpc-url", rpcUrl).rpcUrl).to.equal(rpcUrl);
    });

    it("warns of a short delay, of a quorum of one, and of roles that stay with the deployer", () => {
      const roles = { deployer, owner, guardian, treasury: owner, quoteSigner, reporters: [one, two] };
      const warned = (changes: object) => warnings({ ...roles, adminDelay: DAY, quorum: 2, ...changes }).join();
      expect(warned({})).to.equal("");
      expect(warned({ adminDelay: 3600 })).to.equal("");
      expect(warned({ adminDelay: 3599 })).to.contain("wait 3599 s only");
      expect(warned({ adminDelay: 0 }))
        .to.contain("do not wait at all")
        .and.contain("--admin-delay 86400");
      expect(warned({ quorum: 1 })).to.contain("One reporter alone");
      expect(warned({ owner: deployer })).to.contain("stays with the deployer's key");
    });

    it("writes amounts and spans as one reads them", () => {
      expect(ether(parseEther("10000"))).to.equal("10,000 ether");
      expect(ether(parseEther("12345.678"))).to.equal("12,345.68 ether");
      expect(ether(parseEther("0.0123456"))).to.equal("0.01235 ether");
      expect(ether(0n)).to.equal("0 ether");
      expect([0, 59, 60, 90, 3_600, 21_600, 86_400, 604_800].map(span)).to.deep.equal([
        "0 s",
        "59 s",
        "1 min",
        "90 s",
        "1 h",
        "6 h",
        "1 d",
        "7 d",
      ]);
    });

    it("ignores no guardian and no delay: they go with an owner", () => {
      for (const more of [{ guardian }, { adminDelay: 0 }]) {
        expect(() => requireConsistent({ ...more, owner })).not.to.throw();
        expect(() => requireConsistent(more)).to.throw("say --owner ADDRESS too");
        expect(() => requireConsistent({ ...more, keepRoles: true })).to.throw("--guardian and --admin-delay out");
      }
      expect(() => requireConsistent({ keepRoles: true })).not.to.throw();
    });

    it("takes no owner who is the deployer, whatever keys may be shared", () => {
      const account = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
      for (const options of [{}, { sharedKeys: true }]) {
        expect(() => requireHandedOver(account, { ...options, owner: account.toLowerCase() as Address })).to.throw(
          "is the deployer, who has nobody to hand over to: name another account, or say --keep-roles in place of --owner",
        );
        expect(() => requireHandedOver(account, { ...options, owner })).not.to.throw();
      }
      expect(() => requireHandedOver(account, { keepRoles: true })).not.to.throw();
    });

    it("wants a key for each office, unless told otherwise", () => {
      const roles = {
        owner,
        guardian,
        treasury: owner,
        quoteSigner,
        reporters: [one, two],
        quorum: 2,
        adminDelay: DAY,
      };
      expect(() => requireApart(deployer, roles, {})).not.to.throw();
      for (const [office, filled] of Object.entries({
        "the quote signer and the deployer": { quoteSigner: deployer },
        "the deployer and the guardian": { guardian: deployer },
        "the owner and the guardian": { guardian: owner },
        "the quote signer and the owner": { owner: quoteSigner },
        "the quote signer and a reporter": { reporters: [one, quoteSigner] },
        "a reporter and a reporter": { reporters: [one, one] },
        "a reporter and the guardian": { guardian: two },
      })) {
        expect(() => requireApart(deployer, { ...roles, ...filled }, {}), office).to.throw(`would be both ${office}`);
        expect(() => requireApart(deployer, { ...roles, ...filled }, { sharedKeys: true }), office).not.to.throw();
      }
      const kept = { ...roles, owner: deployer, guardian: deployer };
      expect(() => requireApart(deployer, kept, { keepRoles: true })).not.to.throw();
      expect(() => requireApart(deployer, { ...kept, quoteSigner: deployer }, { keepRoles: true })).to.throw("both");
    });
  });

  it("leaves the deployer no role where there is an owner", async () => {
    await using owned = await deployOwned(({ guardian }) => guardian);
    const { networkHelpers, accessManager, oracle, token, deployer, owner, guardian, now } = owned;
    for (const role of [0n, 2n, 3n]) {
      expect((await accessManager.hasRole(role, deployer.address)).isMember, `role ${role}`).to.equal(false);
    }
    expect([...(await accessManager.hasRole(0n, owner.address))]).to.deep.equal([true, BigInt(DAY)]);
    expect([...(await accessManager.hasRole(2n, guardian.address))]).to.deep.equal([true, 0n]);
    expect((await accessManager.hasRole(2n, owner.address)).isMember).to.equal(false);
    expect(await token.balanceOf(owner.address)).to.equal(await token.totalSupply());
    // The owner's administrative acts wait a day, so that a stolen key is seen before it acts; the guardian's do not.
    const operation = (data: string) => accessManager.hashOperation(owner.address, oracle.target, data);
    const set = oracle.interface.encodeFunctionData("setQuoteSigner", [owner.address, now + 9 * DAY]);
    await expect(owner.sendTransaction({ to: String(oracle.target), data: set }))
      .to.be.revertedWithCustomError(accessManager, "AccessManagerNotScheduled")
      .withArgs(await operation(set));
    const due = (await networkHelpers.time.latest()) + DAY + 60;
    await accessManager.connect(owner!).schedule(oracle.target, set, due);
    await networkHelpers.time.increaseTo(due);
    await owner.sendTransaction({ to: String(oracle.target), data: set });
    expect(await oracle.quoteSignerExpiry(owner.address)).to.equal(BigInt(now + 9 * DAY));
    // What a stolen owner's key schedules, the guardian cancels.
    const theft = oracle.interface.encodeFunctionData("setQuoteSigner", [deployer.address, now + 10 * DAY]);
    await accessManager.connect(owner!).schedule(oracle.target, theft, due + 2 * DAY);
    await accessManager.connect(guardian!).cancel(owner.address, oracle.target, theft);
    await networkHelpers.time.increaseTo(due + 2 * DAY);
    await expect(owner.sendTransaction({ to: String(oracle.target), data: theft }))
      .to.be.revertedWithCustomError(accessManager, "AccessManagerNotScheduled")
      .withArgs(await operation(theft));
    await oracle.connect(guardian!).raiseCounter();
    expect(await oracle.counter()).to.equal(1n);
  });

  it("lets the deployer be guardian beside an owner, and nothing else", async () => {
    await using owned = await deployOwned(({ deployer }) => deployer);
    const { accessManager, oracle, market, deployer, owner } = owned;
    expect([...(await accessManager.hasRole(GUARDIAN_ROLE, deployer.address))]).to.deep.equal([true, 0n]);
    for (const role of [ADMIN_ROLE, SIGNER_ROLE]) {
      expect((await accessManager.hasRole(role, deployer.address)).isMember, `role ${role}`).to.equal(false);
      expect([...(await accessManager.hasRole(role, owner.address))]).to.deep.equal([true, BigInt(DAY)]);
    }
    await market.connect(deployer).pauseSales();
    await oracle.connect(deployer).raiseCounter();
    await expect(oracle.connect(deployer).setReporters([deployer.address], 1))
      .to.be.revertedWithCustomError(oracle, "AccessManagedUnauthorized")
      .withArgs(deployer.address);
  });
});

/** The protocol on a chain of its own, with an owner and the guardian chosen. */
async function deployOwned(
  choose: (people: Record<"deployer" | "guardian", HardhatEthersSigner>) => HardhatEthersSigner,
) {
  const connection = await hre.network.create();
  const { ethers, ignition, networkHelpers } = connection;
  const [deployer, quoteSigner, owner, spare] = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const guardian = choose({ deployer, guardian: spare });
  const now = await networkHelpers.time.latest();
  const contracts = (await ignition.deploy(heedWithOwner, {
    parameters: {
      HeedWithOwner: {
        holder: owner.address,
        quoteSigner: quoteSigner.address,
        signerExpiresAt: now + DAY,
        reporters: [quoteSigner.address],
        quorum: 1,
        owner: owner.address,
        guardian: guardian.address,
        adminDelay: DAY,
      },
    },
  })) as unknown as Record<"accessManager" | "token" | "market" | "oracle", Deployed>;
  const end = () => connection.close();
  return { ...contracts, networkHelpers, deployer, owner, guardian, now, [Symbol.asyncDispose]: end };
}

/** Runs a node on a free port for as long as `use` takes. */
async function withNode<T>(chainId: number, use: (rpcUrl: string) => Promise<T>): Promise<T> {
  const server = await hre.network.createServer({ network: "node", override: { chainId } }, "127.0.0.1", 0);
  const { port } = await server.listen();
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    await server.close();
  }
}

async function blockOf(rpcUrl: string): Promise<number> {
  const connection = await hre.network.create({ network: "localhost", override: { url: rpcUrl } });
  const height = await connection.ethers.provider.getBlockNumber();
  await connection.close();
  return height;
}

async function firstAccountOf(rpcUrl: string): Promise<Address> {
  const connection = await hre.network.create({ network: "localhost", override: { url: rpcUrl } });
  const [first] = await connection.ethers.getSigners();
  await connection.close();
  return first!.address as Address;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It did not fail.");
}
