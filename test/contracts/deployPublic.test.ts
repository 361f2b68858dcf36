import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import hre from "hardhat";
import { type Address, getAddress } from "viem";
import { type Deployment, readDeployment } from "../../contracts/deployment.ts";
import { quoteDomain, quoteTypes } from "../../contracts/quote.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, ORACLE_ROLE, SIGNER_ROLE } from "../../ignition/modules/Heed.ts";
import { contractNames } from "../../scripts/deploy/deployed.ts";
import { requireHandover } from "../../scripts/deploy/handover.ts";
import { recall, sentTransactions } from "../../scripts/deploy/journal.ts";
import type { Sources } from "../../scripts/deploy/sources.ts";
import { node } from "../../scripts/stack/child.ts";
import { hasAnvil, startAnvil, startDeadlyNode } from "./support/anvil.ts";
import { filesOf, forget, Machine, type Outcome, outcome, putBack, setAside } from "./support/deployment.ts";
import { DAY, type Deployed, HEED, PRICE } from "./support/protocol.ts";

/** Sepolia's id: a chain of this machine, and yet none on which a plain key may sign. */
const CHAIN = 11_155_111;
const files = filesOf(CHAIN);

describe("npm run deploy, to a public chain", () => {
  const machine = new Machine();
  let chain: Awaited<ReturnType<typeof startAnvil>>;
  let people: Awaited<ReturnType<typeof connect>>["people"];

  before(async function () {
    if (!hasAnvil) {
      console.log("    skipped: anvil comes with the packages on Linux x64 only");
      return this.skip();
    }
    setAside(CHAIN);
    chain = await startAnvil(CHAIN);
    ({ people } = await connect(chain.url));
  });
  after(async () => {
    machine.dispose();
    if (!hasAnvil) return;
    await chain.stop();
    putBack(CHAIN);
  });

  const network = (url = chain.url) => ["--network", "sepolia", "--rpc-url", url];
  const roles = () => {
    const { owner, guardian, treasury, quoteSigner, reporters } = people;
    const who = ["--owner", owner, "--guardian", guardian, "--treasury", treasury, "--quote-signer", quoteSigner];
    return [...who, "--reporters", reporters.join(","), "--quorum", "2"];
  };
  const locked = ["--password-stdin", "--confirmations", "1"];
  const all = (url?: string) => [...network(url), ...roles(), ...locked, "--yes", "--json"];
  const deploy = (args: string[], env?: Record<string, string>) =>
    machine.deploy(args, { input: machine.password, env });

  /** The run failed, said so, wrote nothing, sent nothing, and betrayed no secret. */
  async function expectRefusal(run: Promise<Outcome>, reason: string | RegExp): Promise<void> {
    const { code, stdout, stderr } = await run;
    expect(stderr).to.match(
      typeof reason === "string" ? new RegExp(reason.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : reason,
    );
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr).not.to.contain(machine.key.slice(2));
    expect(existsSync(files.deployment)).to.equal(false);
    expect(await sentBy(machine.address, chain.url)).to.equal(0);
  }

  describe("refuses, before anything is sent,", () => {
    it("the node's unlocked account", () =>
      expectRefusal(
        deploy(["--rpc-url", chain.url, ...roles()]),
        "«localhost» leaves signing to the node's own unlocked account",
      ));

    it("a key that is in no keystore", () =>
      expectRefusal(
        deploy(all()),
        "holds no DEPLOYER_PRIVATE_KEY. Put the deployer's key there: npx hardhat keystore set",
      ));

    it("a key in the development keystore, whose password lies beside it", async () => {
      await machine.keep("DEPLOYER_PRIVATE_KEY", machine.key, "--dev");
      await expectRefusal(deploy(all()), "npx hardhat keystore delete --dev DEPLOYER_PRIVATE_KEY");
      const remove = machine.spawn([
        "node_modules/hardhat/dist/src/cli.js",
        "keystore",
        "delete",
        "--dev",
        "DEPLOYER_PRIVATE_KEY",
      ]);
      expect((await outcome(remove)).code).to.equal(0);
    });

    it("a key in the environment, which Hardhat would take before the keystore's", async () => {
      await machine.keep("DEPLOYER_PRIVATE_KEY", machine.key);
      await expectRefusal(
        deploy(all(), { DEPLOYER_PRIVATE_KEY: machine.key }),
        "The environment holds DEPLOYER_PRIVATE_KEY in plain text, and chain 11155111 is no local one",
      );
    });

    it("a wrong password, no password, and a keystore that CI keeps closed", async () => {
      await expectRefusal(
        machine.deploy(all(), { input: "wrong horse" }),
        "That is not the keystore's password. Nothing was sent",
      );
      const unasked = all().filter((arg) => arg !== "--password-stdin");
      await expectRefusal(deploy(unasked), "pipe it in with --password-stdin");
      await expectRefusal(deploy(all(), { CI: "true" }), "Hardhat never opens the keystore under CI");
    });

    it("what an auditor would ask about", async () => {
      const given = ["--owner", people.guardian, "--keep-roles"];
      await expectRefusal(deploy([...network(), ...given]), "leave --owner, --guardian and --admin-delay out");
      const twice = all().map((arg) => (arg === people.owner ? people.guardian : arg));
      await expectRefusal(deploy(twice), `${people.guardian} would be both the owner and the guardian`);
      const own = all().map((arg) => (arg === people.owner ? machine.address : arg));
      await expectRefusal(deploy([...own, "--shared-keys"]), `--owner ${machine.address} is the deployer`);
    });

    it("all that is missing, and a plain key beside it, in one go", async () => {
      const run = deploy(network(), { DEPLOYER_PRIVATE_KEY: machine.key });
      await expectRefusal(run, "6 things are to be mended first");
      const { stderr } = await run;
      for (const missing of ["--owner", "--guardian", "--quote-signer", "--reporters", "--quorum"])
        expect(stderr).to.contain(missing);
      expect(stderr).to.contain("The environment holds DEPLOYER_PRIVATE_KEY in plain text");
    });

    it("a network whose address is not known, or leads nowhere", async () => {
      await expectRefusal(
        deploy(["--network", "sepolia", "--password-stdin"]),
        "Where «sepolia» is reached is not known. Say --rpc-url URL, or put the address into the keystore: npx hardhat keystore set SEPOLIA_RPC_URL\n",
      );
      await expectRefusal(deploy(all("http://127.0.0.1:1")), "at http://127.0.0.1:1: no node answers there.");
    });

    it("a chain that is not the one configured, and a network that is not there", async () => {
      const other = await startAnvil(CHAIN + 1);
      await expectRefusal(deploy(all(other.url)), "it is chain 11155112, but hardhat.config.ts says 11155111");
      await other.stop();
      await expectRefusal(
        deploy(["--network", "sepolja"]),
        "--network takes one of localhost, sepolia, baseSepolia, not «sepolja»",
      );
    });

    it("a deployer with too little ether, told what it costs", async () => {
      const run = deploy(all());
      await expectRefusal(run, `${machine.address} has too little ether`);
      expect((await run).stderr).to.match(/cost +about 0\.0\d+ ether at \S+ gwei, at most 0\.0\d+ ether/);
      await rpc(chain.url, "anvil_setBalance", [machine.address, "0xde0b6b3a7640000"]);
    });

    it("to send without a yes; `--dry-run` tells all and sends nothing", async () => {
      await expectRefusal(deploy(all().filter((arg) => arg !== "--yes")), "say --yes");
      const { code, stdout, stderr } = await deploy([...all(), "--dry-run"]);
      expect([code, JSON.parse(stdout)]).to.deep.equal([0, { sent: false }]);
      for (const fact of [CHAIN, machine.address, ...Object.values(people).slice(0, 4)])
        expect(stderr).to.contain(fact);
      expect(stderr).to.contain(`1,000,000,000 HEED, all of it to ${people.owner}`).and.contain("2.5 % of every split");
      expect(stderr).to.match(/epoch lasts 1 h, its report may come for 1 d, be vetoed for 6 h, be settled for 7 d/);
      expect(stderr).not.to.contain("⚠");
      expect(stderr.trimEnd()).to.match(/A dry run: nothing was sent\.$/);
      expect(existsSync(files.journal)).to.equal(false);
      const rash = await deploy([...all(), "--dry-run", "--admin-delay", "0", "--quorum", "1"]);
      expect(rash.stderr).to.contain("⚠ The owner's acts do not wait").and.contain("⚠ One reporter alone");
    });

    it("when the answer at a terminal is no, the password having been typed unseen", async function () {
      const command = [node, "scripts/deploy.ts", ...network(), ...roles()].join(" ");
      const terminal = spawn("script", ["-qfec", command, "/dev/null"], { env: machine.env as NodeJS.ProcessEnv });
      terminal.on("error", () => {});
      const ended = outcome(terminal);
      // What it says may come in pieces.
      const answers = [
        ["password: ", machine.password],
        ["[y/N] ", "n"],
      ] as const;
      let [said, answered] = ["", 0];
      terminal.stdout.on("data", (piece: string) => {
        said += piece;
        const next = answers[answered];
        if (!next || !said.includes(next[0])) return;
        answered += 1;
        terminal.stdin.write(`${next[1]}\n`);
      });
      const { code, stdout } = await ended;
      if (terminal.pid === undefined) {
        console.log("      skipped: there is no script(1) to make a terminal");
        return this.skip();
      }
      expect(stdout).to.contain("Stopped. Nothing was sent.");
      expect(code).to.equal(1);
      expect(stdout).not.to.contain(machine.password);
      expect(await sentBy(machine.address, chain.url)).to.equal(0);
    });
  });

  describe("with the keystore's key", () => {
    let deployed: Deployment;
    let ethers: Awaited<ReturnType<typeof connect>>["ethers"];
    let sent: number;
    let waited: string;
    let finished: string;

    before(async () => {
      await machine.keep("DEPLOYER_PRIVATE_KEY", machine.key, "--force");
      await rpc(chain.url, "anvil_setBalance", [machine.address, "0xde0b6b3a7640000"]);
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
      ({ ethers } = await connect(chain.url));
      sent = await sentBy(machine.address, chain.url);
    });
    const at = async (name: keyof typeof contractNames) =>
      (await ethers.getContractAt(contractNames[name], deployed[name])) as unknown as Deployed;

    it("says what it waits for, what to do where that never comes, and in the end who holds the roles", () => {
      expect(waited).to.match(/0 transactions confirmed, waiting for confirmation \d of 5 of Heed\w*#\w+/);
      expect(waited).to.contain("The node is on this machine: if it makes a block for a transaction only, like anvil");
      expect(finished).to.contain("Going on with the deployment");
      const { owner, guardian } = people;
      expect(finished).to.contain(
        `Checked on the chain: the roles are handed over: owner ${owner} (its acts wait 1 d), guardian ${guardian}, the deployer none`,
      );
    });

    it("writes where oracle and dApp look it up", () => {
      expect(readDeployment(CHAIN)).to.deep.equal(deployed);
      expect([deployed.chainId, deployed.treasury]).to.deep.equal([CHAIN, people.treasury]);
    });

    it("hands every role and the supply over, the owner's with a delay, and leaves the deployer none", async () => {
      const { owner, guardian, quoteSigner } = people;
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
      expect([...(await oracle.reporters())]).to.deep.equal(people.reporters);
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
      expect(await check({ guardian: people.treasury })).to.contain(
        `${people.treasury} does not hold role 2 with a delay of 0 s`,
      );
      expect(await check({ adminDelay: 60 })).to.contain(`${people.owner} does not hold role 0 with a delay of 60 s`);

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
      const other = await deploy([...all(), "--owner", people.treasury]);
      expect(other.stderr).to.contain(`begun with owner ${people.owner}, not ${people.treasury}`);
      expect(other.code).to.equal(1);
      expect(await sentBy(machine.address, chain.url)).to.equal(sent);
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
      const child = machine.spawn(verify, { SEPOLIA_RPC_URL: chain.url });
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

/** Hardhat's means on a node's unlocked accounts, and what these are in the tests. */
async function connect(url: string) {
  const { ethers } = await hre.network.create({ network: "localhost", override: { url } });
  const accounts = (await ethers.getSigners()).map(({ address }) => getAddress(address));
  const [, quoteSigner, owner, guardian, treasury] = accounts as [Address, Address, Address, Address, Address];
  return { ethers, people: { quoteSigner, owner, guardian, treasury, reporters: accounts.slice(7, 10) } };
}

async function rpc(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return ((await answer.json()) as { result: unknown }).result;
}

async function sentBy(address: string, url: string): Promise<number> {
  return Number(await rpc(url, "eth_getTransactionCount", [address, "latest"]));
}

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
