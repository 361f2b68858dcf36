import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { node } from "../../scripts/stack/child.ts";
import { startAnvil } from "./support/anvil.ts";
import { type Outcome, outcome } from "./support/deployment.ts";
import { CHAIN, files, rpc, sentBy, usePublicChain } from "./support/publicChain.ts";

describe("npm run deploy, to a public chain", () => {
  const place = usePublicChain();
  const { machine, network, roles, all, deploy } = place;

  /** The run failed, said so, wrote nothing, sent nothing, and betrayed no secret. */
  async function expectRefusal(run: Promise<Outcome>, reason: string | RegExp): Promise<void> {
    const { code, stdout, stderr } = await run;
    expect(stderr).to.match(
      typeof reason === "string" ? new RegExp(reason.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : reason,
    );
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr).not.to.contain(machine.key.slice(2));
    expect(existsSync(files.deployment)).to.equal(false);
    expect(await sentBy(machine.address, place.chain.url)).to.equal(0);
  }

  describe("refuses, before anything is sent,", () => {
    it("the node's unlocked account", () =>
      expectRefusal(
        deploy(["--rpc-url", place.chain.url, ...roles()]),
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
      const given = ["--owner", place.people.guardian, "--keep-roles"];
      await expectRefusal(deploy([...network(), ...given]), "leave --owner, --guardian and --admin-delay out");
      const twice = all().map((arg) => (arg === place.people.owner ? place.people.guardian : arg));
      await expectRefusal(deploy(twice), `${place.people.guardian} would be both the owner and the guardian`);
      const own = all().map((arg) => (arg === place.people.owner ? machine.address : arg));
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
      await rpc(place.chain.url, "anvil_setBalance", [machine.address, "0xde0b6b3a7640000"]);
    });

    it("to send without a yes; `--dry-run` tells all and sends nothing", async () => {
      await expectRefusal(deploy(all().filter((arg) => arg !== "--yes")), "say --yes");
      const { code, stdout, stderr } = await deploy([...all(), "--dry-run"]);
      expect([code, JSON.parse(stdout)]).to.deep.equal([0, { sent: false }]);
      for (const fact of [CHAIN, machine.address, ...Object.values(place.people).slice(0, 4)])
        expect(stderr).to.contain(fact);
      expect(stderr)
        .to.contain(`1,000,000,000 HEED, all of it to ${place.people.owner}`)
        .and.contain("2.5 % of every split");
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
      expect(await sentBy(machine.address, place.chain.url)).to.equal(0);
    });
  });
});
