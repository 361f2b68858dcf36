import { parseArgs } from "node:util";
import { type Address, getAddress, isAddress, zeroAddress } from "viem";

export const usage = `Usage: npm run deploy -- [options]

Deploys the protocol and writes contracts/deployments/<chain id>.json, from which the oracle and the dApp read its addresses.
On a local chain (31337 or 1337, at an address of this machine) it is done afresh whenever the contracts are not there.
Elsewhere an interrupted deployment goes on where it stopped, the deployer's key comes from Hardhat's encrypted keystore and
from nowhere else, and nothing is sent before you have seen what and said yes.

Where
  --network NAME          a network of hardhat.config.ts (default localhost)
  --rpc-url URL           its address, if another than configured

Who (each an address; remembered when a deployment is resumed)
  --owner ADDRESS         receives every administrative role and the supply; not the deployer
  --keep-roles            leave them with the deployer instead; what a local chain does by default
  --admin-delay SECONDS   how long the owner's administrative acts are seen before they take effect (default 86400)
  --guardian ADDRESS      may stop sales and cancel every quote at once
  --treasury ADDRESS      holds the protocol's share of every split, for good (default: the owner)
  --quote-signer ADDRESS  the key that signs prices (default on a local chain: its account #1)
  --reporters A,B,C       the keys that sign the epochs' reports (default on a local chain: its accounts #7 to #9)
  --quorum K              how many of them make a report (default on a local chain: more than half)
  --shared-keys           let one key be two of deployer, owner, guardian, quote signer and reporter: one theft takes both

How long (seconds, fixed for good)
  --epoch SECONDS         one settlement of attention (default 3600)
  --challenge-window S    how long a report can be vetoed (default 21600)
  --report-window S       how long after its end an epoch can be reported (default 86400)
  --settlement-window S   how long after its end it can be settled; more than both together (default 604800)

How
  --confirmations N       blocks to wait for after each transaction, its own included (default 5; 1 on a local chain, and for
                          a node that makes a block for a transaction only, like anvil)
  --password-stdin        read the keystore's password from standard input, not from the terminal
  --yes                   send without asking; needed where there is no terminal to answer from
  --dry-run               check and print everything, send nothing
  --json                  one JSON object on standard output, nothing else
  --help                  this text

The key:       npx hardhat keystore set DEPLOYER_PRIVATE_KEY
The sources:   npx hardhat ignition verify chain-<chain id> --network NAME   (after npx hardhat keystore set ETHERSCAN_API_KEY)`;

export interface DeployOptions {
  /** A network of hardhat.config.ts; default localhost. */
  network?: string;
  /** Its address, if another than configured. */
  rpcUrl?: string;
  /** Receives every administrative role and the supply; not the deployer. Default on a local chain: the deployer keeps them. */
  owner?: Address;
  /** Leaves every role with the deployer, said outright; what a local chain does by default. */
  keepRoles?: boolean;
  /** Seconds that the owner's administrative acts are seen before they take effect; default a day. */
  adminDelay?: number;
  /** May stop sales and cancel every quote at once. Default on a local chain: the owner. */
  guardian?: Address;
  /** Holds the protocol's share of every split; default the owner. */
  treasury?: Address;
  /** The key that signs prices. Default on a local chain: account #1. */
  quoteSigner?: Address;
  /** The keys that sign the epochs' reports. Default on a local chain: accounts #7 to #9. */
  reporters?: Address[];
  /** How many of them make a report. Default on a local chain: more than half. */
  quorum?: number;
  /** Seconds that an epoch lasts; default an hour. */
  epochDuration?: number;
  /** Seconds that a report can be vetoed; default six hours. */
  challengeWindow?: number;
  /** Seconds after its end that an epoch can be reported; default a day. */
  reportWindow?: number;
  /** Seconds after its end that an epoch can be settled; default seven days. */
  settlementWindow?: number;
  /** Lets one key hold two offices that should be apart. */
  sharedKeys?: boolean;
  /** Blocks to wait for after each transaction; default 5, and 1 on a local chain, which makes none by itself. */
  confirmations?: number;
  /** Reads the keystore's password from standard input. */
  passwordStdin?: boolean;
  /** Sends without asking. */
  yes?: boolean;
  /** Checks and tells, sends nothing. */
  dryRun?: boolean;
}

/**
 * The command line's options.
 *
 * @throws Error that names the option, what is wrong with its value, and what it takes.
 */
export function parseOptions(args: string[]): { options: DeployOptions; json: boolean; help: boolean } {
  requireNoKey(args);
  const { values } = parseArgs({
    args,
    options: {
      network: { type: "string" },
      "rpc-url": { type: "string" },
      owner: { type: "string" },
      "keep-roles": { type: "boolean" },
      guardian: { type: "string" },
      "admin-delay": { type: "string" },
      treasury: { type: "string" },
      "quote-signer": { type: "string" },
      reporters: { type: "string" },
      quorum: { type: "string" },
      epoch: { type: "string" },
      "challenge-window": { type: "string" },
      "report-window": { type: "string" },
      "settlement-window": { type: "string" },
      "shared-keys": { type: "boolean" },
      confirmations: { type: "string" },
      "password-stdin": { type: "boolean" },
      yes: { type: "boolean" },
      "dry-run": { type: "boolean" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const options: DeployOptions = {
    network: values.network,
    rpcUrl: url("rpc-url", values["rpc-url"]),
    owner: address("owner", values.owner),
    keepRoles: values["keep-roles"],
    guardian: address("guardian", values.guardian),
    treasury: address("treasury", values.treasury),
    quoteSigner: address("quote-signer", values["quote-signer"]),
    reporters: values.reporters?.split(",").map((value) => address("reporters", value.trim())!),
    quorum: whole("quorum", values.quorum, 1),
    epochDuration: whole("epoch", values.epoch, 1),
    challengeWindow: whole("challenge-window", values["challenge-window"], 1),
    reportWindow: whole("report-window", values["report-window"], 1),
    settlementWindow: whole("settlement-window", values["settlement-window"], 1),
    sharedKeys: values["shared-keys"],
    adminDelay: whole("admin-delay", values["admin-delay"], 0),
    confirmations: whole("confirmations", values.confirmations, 1),
    passwordStdin: values["password-stdin"],
    yes: values.yes,
    dryRun: values["dry-run"],
  };
  return { options, json: values.json, help: values.help };
}

/** Refuses what may be a private key, wherever it stands, and repeats nothing of it. A URL is never printed, and may hold such. */
function requireNoKey(args: string[]): void {
  for (const [index, arg] of args.entries()) {
    if (!/[0-9a-fA-F]{64}/.test(arg) || /^(--rpc-url=)?https?:/.test(arg)) continue;
    const option = [arg.split("=")[0]!, args[index - 1] ?? ""].find((word) => /^--[a-z-]{1,20}$/.test(word));
    throw new Error(
      `${option ?? "An argument"}: that looks like a private key (64 hexadecimal digits), and no option takes one. ` +
        "If it is one, use another from now on: the shell's history has it.",
    );
  }
}

function address(option: string, value: string | undefined): Address | undefined {
  if (value === undefined) return undefined;
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) {
    throw new Error(`--${option} takes an address (0x and 40 hexadecimal digits), not «${value}».`);
  }
  if (!isAddress(value)) {
    throw new Error(`--${option} ${value} fails its own checksum: a character is wrong. Copy the address again.`);
  }
  if (value === zeroAddress) throw new Error(`--${option} can't be the zero address: nobody has its key.`);
  return getAddress(value);
}

function url(option: string, value: string | undefined): string | undefined {
  if (value === undefined || /^https?:$/.test(URL.parse(value)?.protocol ?? "")) return value;
  throw new Error(`--${option} takes an address that begins with http:// or https://.`);
}

function whole(option: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && number >= least && number < 2 ** 32) return number;
  throw new Error(`--${option} takes a whole number from ${least} up, not «${value}».`);
}
