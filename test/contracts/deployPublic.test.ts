import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { type Deployment, readDeployment } from "../../contracts/deployment.ts";
import { quoteDomain, quoteTypes } from "../../contracts/quote.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, ORACLE_ROLE, SIGNER_ROLE } from "../../ignition/modules/Heed.ts";
import { contractNames } from "../../scripts/deploy/deployed.ts";
import { requireHandover } from "../../scripts/deploy/handover.ts";
import { recall, sentTransactions } from "../../scripts/deploy/journal.ts";
import type { Sources } from "../../scripts/deploy/sources.ts";
import { startAnvil, startDeadlyNode } from "./support/anvil.ts";
import { forget, type Outcome, outcome } from "./support/deployment.ts";
import { DAY, type Deployed, HEED, PRICE } from "./support/protocol.ts";
import { CHAIN, connect, files, rpc, sentBy, usePublicChain } from "./support/publicChain.ts";

describe("npm run deploy, to a public chain", () => {
  const place = usePublicChain();
  const { machine, all, deploy } = place;

  describe("with the keystore's key", () => {
    let deployed: Deployment;
    let ethers: Awaited<ReturnType<typeof connect>>["ethers"];
    let sent: number;
    let waited: string;
    let finished: string;

    before(async () => {
      await machine.keep("DEPLOYER_PRIVATE_KEY", machine.key, "--force");
      await rpc(place.chain.url, "anvil_setBalance", [machine.address, "0xde0b6b3a7640000"]);
      // A node that makes a block for a transaction only: what is waited for never comes, and the advice given helps.
      const patient = machine.start(
        all().map((arg, index, { [index - 1]: option }) => (option === "--confirmations" ? "5" : arg)),
      );
      const ended = outcome(patient);
      let said = "";
      patient.stderr!.on("data", (piece: string) => {
        said += piece;
        if (said.includes("--confirmations 1: it goes on")) patient.kill("SIGINT");
      });
      patient.stdin!.end(machine.password);
      waited = (await ended).stderr;
      const { code, stdout, stderr } = await deploy(all());
      expect(code, stderr).to.equal(0);
      finished = stderr;
      deployed = JSON.parse(stdout) as Deployment;
      ({ ethers } = await connect(place.chain.url));
      sent = await sentBy(machine.address, place.chain.url);
    });
    const at = async (name: keyof typeof contractNames) =>
      (await ethers.getContractAt(contractNames[name], deployed[name])) as unknown as Deployed;

    it("says what it waits for, what to do where that never comes, and in the end who holds the roles", () => {
      expect(waited).to.match(/0 transactions confirmed, waiting for confirmation \d of 5 of Heed\w*#\w+/);
      expect(waited).to.contain("The node is on this machine: if it makes a block for a transaction only, like anvil");
      expect(finished).to.contain("Going on with the deployment");
      const { owner, guardian } = place.people;
      expect(finished).to.contain(
        `Checked on the chain: the roles are handed over: owner ${owner} (its acts wait 1 d), guardian ${guardian}, the deployer none`,
      );
    });

    it("writes where oracle and dApp look it up", () => {
      expect(readDeployment(CHAIN)).to.deep.equal(deployed);
      expect([deployed.chainId, deployed.treasury]).to.deep.equal([CHAIN, place.people.treasury]);
    });

    it("hands every role and the supply over, the owner's with a delay, and leaves the deployer none", async () => {
      const { owner, guardian, quoteSigner } = place.people;
      const manager = await at("accessManager");
      const holds = async (role: bigint, who: string) => [...(await manager.hasRole(role, who))];
      expect(await holds(ADMIN_ROLE, owner)).to.deep.equal([true, BigInt(DAY)]);
      expect(await holds(SIGNER_ROLE, owner)).to.deep.equal([true, BigInt(DAY)]);
      expect(await holds(GUARDIAN_ROLE, guardian)).to.deep.equal([true, 0n]);
      expect(await holds(ORACLE_ROLE, deployed.oracle)).to.deep.equal([true, 0n]);
      for (const role of [ADMIN_ROLE, ORACLE_ROLE, GUARDIAN_ROLE, SIGNER_ROLE]) {
        expect(await holds(role, machine.address), `role ${role}`).to.deep.equal([false, 0n]);
      }
      const token = await at("token");
      expect(await token.balanceOf(owner)).to.equal(await token.totalSupply());
      const oracle = await at("oracle");
      expect([...(await oracle.reporters())]).to.deep.equal(place.people.reporters);
      expect(await oracle.quorum()).to.equal(2n);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      expect(await oracle.quoteSignerExpiry(quoteSigner)).to.be.closeTo(BigInt(timestamp + 179 * DAY), 600n);
    });

    it("would have seen another's hand in it: a role elsewhere, a key named by whoever stole the deployer's", async () => {
      const begun = recall(files.journal)!;
      const hashes = sentTransactions(files.journal);
      const check = (changes: Partial<typeof begun>, known = hashes) =>
        requireHandover(ethers, deployed, { ...begun, ...changes }, known).then(
          () => "all as it was asked for",
          ({ message }: Error) => message,
        );
      expect(await check({})).to.equal("all as it was asked for");
      expect(await check({ guardian: place.people.treasury })).to.contain(
        `${place.people.treasury} does not hold role 2 with a delay of 0 s`,
      );
      expect(await check({ adminDelay: 60 })).to.contain(
        `${place.people.owner} does not hold role 0 with a delay of 60 s`,
      );

      const [, , , guardian] = await ethers.getSigners();
      const act = await (await at("oracle")).connect(guardian as never).getFunction("raiseCounter")();
      expect(await check({})).to.contain(
        `Transaction ${act.hash}, none of this deployment's, changed ${deployed.oracle}`,
      );
      expect(await check({}, [...hashes, act.hash])).to.equal("all as it was asked for");
    });

    it("leaves a market that sells at the quote signer's price", async () => {
      const [, signer, owner, , , creator, buyer] = await ethers.getSigners();
      const [market, token] = [await at("market"), await at("token")];
      const by = (who: typeof signer) => who as never;
      await (await market.connect(by(creator)).createSplit([deployed.treasury, creator!.address], [250, 9_750])).wait();
      await (await market.connect(by(creator)).publish("heed://1", ethers.id("one"), 1n, 10n * HEED, 1n)).wait();
      await (await token.connect(by(owner)).transfer(buyer!.address, HEED)).wait();
      await (await token.connect(by(buyer)).approve(deployed.market, HEED)).wait();
      const quote = {
        buyer: buyer!.address,
        recipient: buyer!.address,
        contentId: 1n,
        unitPrice: PRICE,
        maxQuantity: 1n,
        referrer: ZeroAddress,
        expiresAt: BigInt((await ethers.provider.getBlock("latest"))!.timestamp + 120),
        counter: (await (await at("oracle")).counter()) as bigint,
      };
      const signature = await signer!.signTypedData(
        quoteDomain(CHAIN, deployed.market),
        { Quote: [...quoteTypes.Quote] },
        quote,
      );
      await (await market.connect(by(buyer)).getFunction("buy")(quote, 1n, signature)).wait();
      expect(await market.balanceOf(buyer!.address, 1n)).to.equal(1n);
      expect(await token.balanceOf(deployed.market)).to.equal(PRICE);
    });

    it("sends nothing the second time, and goes on with no other parameters than it began with", async () => {
      const again = await deploy(all());
      expect(again.code, again.stderr).to.equal(0);
      expect(JSON.parse(again.stdout)).to.deep.equal(deployed);
      const other = await deploy([...all(), "--owner", place.people.treasury]);
      expect(other.stderr).to.contain(`begun with owner ${place.people.owner}, not ${place.people.treasury}`);
      expect(other.code).to.equal(1);
      expect(await sentBy(machine.address, place.chain.url)).to.equal(sent);
    });

    it("writes sources from which the pinned compiler makes exactly what was sent", async () => {
      const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string; version(): string };
      const { contracts: made } = JSON.parse(solc.compile(readFileSync(files.input, "utf8")));
      const { compiler, contracts } = JSON.parse(readFileSync(files.contracts, "utf8")) as Sources;
      expect(`v${solc.version()}`).to.contain(compiler);
      const created = await creations(machine.address, ethers);
      for (const { name, address, constructorArguments } of contracts) {
        const [file, contract] = name.split(":") as [string, string];
        const { bytecode, deployedBytecode } = made[file][contract].evm;
        const sent = created.get(address);
        if (sent) {
          expect(sent === `0x${bytecode.object}${constructorArguments}`, `${name} as it was sent`).to.equal(true);
          created.delete(address);
        } else {
          // The escrow, which AttentionRewards made: its code, but for the immutables.
          const bytes = (code: string) => {
            const masked = Buffer.from(code.replace(/^0x/, ""), "hex");
            for (const { start, length } of Object.values<{ start: number; length: number }[]>(
              deployedBytecode.immutableReferences,
            ).flat()) {
              masked.fill(0, start, start + length);
            }
            return masked;
          };
          expect(address).to.equal(await (await at("rewards")).escrow());
          expect(bytes(await ethers.provider.getCode(address)).equals(bytes(deployedBytecode.object))).to.equal(true);
        }
      }
      expect([...created.keys()], "contracts without sources").to.deep.equal([]);
    });

    it("has its sources verified by one command, which names the key that is missing", async () => {
      const verify = [
        "node_modules/hardhat/dist/src/cli.js",
        "ignition",
        "verify",
        `chain-${CHAIN}`,
        "--network",
        "sepolia",
      ];
      const child = machine.spawn(verify, { SEPOLIA_RPC_URL: place.chain.url });
      const ended = outcome(child);
      child.stdin!.end(`${machine.password}\n`);
      const { code, stdout, stderr } = await ended;
      expect(stdout).to.contain(
        'Verifying contract "contracts/AttentionMarket.sol:AttentionMarket" for network sepolia',
      );
      expect(stderr).to.contain('"ETHERSCAN_API_KEY" not found').and.not.contain("    at ");
      expect(code).to.equal(1);
    });

    it("refuses the journal of another chain with the same id", async () => {
      const other = await startAnvil(CHAIN);
      const { code, stderr } = await deploy(all(other.url));
      expect(stderr).to.contain(`${files.journal} is the journal of another chain with the same id: move it away`);
      expect([code, await sentBy(machine.address, other.url)]).to.deep.equal([1, 0]);
      await other.stop();
    });

    it("killed again and again as its transactions arrive, goes on without doing one twice", async () => {
      forget(CHAIN);
      const other = await startAnvil(CHAIN);
      await rpc(other.url, "anvil_setBalance", [machine.address, "0xde0b6b3a7640000"]);
      const deadly = await startDeadlyNode(other.url);
      const ends: (number | null)[] = [];
      let last: Outcome;
      do {
        const child = machine.start(all(deadly.url));
        deadly.aim(child, 4);
        child.stdin!.end(machine.password);
        last = await outcome(child);
        ends.push(last.code);
      } while (last.code === null && ends.length < 20);
      expect(last.code, last.stderr).to.equal(0);
      // Killed at every fourth transaction, and once more to finish what is left.
      expect(ends).to.deep.equal([...Array(Math.floor(sent / 4)).fill(null), 0]);
      expect(await sentBy(machine.address, other.url)).to.equal(sent);
      const { ethers: there } = await connect(other.url);
      expect((await creations(machine.address, there)).size).to.equal((await creations(machine.address, ethers)).size);
      expect(readDeployment(CHAIN)).to.deep.equal(JSON.parse(last.stdout));
      deadly.stop();
      await other.stop();
    });
  });
});

/** The contracts that an account has made, with the code that it sent for each. */
async function creations(from: string, { provider }: Awaited<ReturnType<typeof connect>>["ethers"]) {
  const found = new Map<string, string>();
  for (let number = await provider.getBlockNumber(); number > 0; number--) {
    const block = (await provider.getBlock(number, true))!;
    for (const sent of block.prefetchedTransactions) {
      if (sent.from !== from || sent.to !== null) continue;
      found.set((await provider.getTransactionReceipt(sent.hash))!.contractAddress!, sent.data);
    }
  }
  return found;
}
