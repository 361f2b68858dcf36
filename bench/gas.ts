import { parseArgs } from "node:util";
import hre from "hardhat";
import { BadInputError } from "../oracle/service/errors.ts";
import { measureGas } from "./gas/heed.ts";
import { measurePeers } from "./gas/peers.ts";
import { writeSnapshot } from "./gas/snapshot.ts";
import { ourTable, peerTable } from "./gas/table.ts";

const usage = `Usage: npm run bench -- gas [--no-peers | --peers-only] [--json] [--write]

Gas of a purchase, a claim and the rest, as receipts say it, on Hardhat's EVM under osaka rules. Every recipient is warm: the market,
the payees and the referrer had money before. A new buyer holds no licence in the content's word of storage, a returning one does.
«Bar» is what the design asks for. Beside each purchase stands the arithmetic limit of any contract that does the same (the formula is
printed), and below it the peers,
measured in the same run: their contracts come from npm into bench/peers on first use, and some are compiled then, once, for minutes.
A peer's returning buyer holds the very piece already, which is its best case. Peers are paid in HEED but where ether is said.

  --no-peers    Heed's own figures only
  --peers-only  prints the peers only
  --json        one JSON object on standard output and nothing else
  --write       also writes bench/gas/snapshot.json, which the tests compare with`;

export async function run(args: string[]): Promise<void> {
  const flag = { type: "boolean" } as const;
  const options = { "no-peers": flag, "peers-only": flag, json: flag, write: flag, help: flag };
  const { values } = parseArgs({ args, options });
  if (values.help) return console.log(usage);
  if (values["no-peers"] && values["peers-only"]) {
    throw new BadInputError("--no-peers and --peers-only leave nothing to measure.", {
      code: "bad-option",
      field: "--no-peers",
      hint: "Give one of them, or neither for everything.",
    });
  }
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { gas, limit } = await measureGas();
  if (values.write) writeSnapshot(gas);
  // Heed's own first: the peers may take minutes.
  if (!values.json && !values["peers-only"]) console.log(ourTable(gas, limit));
  const peers = values["no-peers"] ? undefined : await measurePeers();
  if (values.json) {
    const limits = Object.fromEntries(Object.entries(limit).map(([name, { gas }]) => [name, gas]));
    console.log(JSON.stringify(values["peers-only"] ? { peers } : { ...gas, limit: limits, peers }));
  } else if (peers) {
    console.log(`\n${peerTable(peers, gas)}`);
  }
}
