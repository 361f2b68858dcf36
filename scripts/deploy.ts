import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import hre from "hardhat";
import type { Address } from "viem";
import { type Deployment, deploymentPath, findDeployment, writeDeployment } from "../contracts/deployment.ts";
import { heed, heedWithOwner } from "../ignition/modules/Heed.ts";

const usage = `Usage: npm run deploy -- [options]

Deploys the protocol and writes contracts/deployments/<chain id>.json. On the local chain (31337) it is done afresh whenever
the contracts are not there; elsewhere an interrupted deployment goes on where it stopped.

  --network NAME          a network of hardhat.config.ts (default localhost)
  --rpc-url URL           its address, if another than configured
  --owner ADDRESS         receives every role and the supply (default: the deployer keeps them)
  --admin-delay SECONDS   how long the owner's administrative acts are seen before they take effect (default 86400)
  --guardian ADDRESS      may stop sales and cancel every quote at once (default: the owner; another key is safer)
  --treasury ADDRESS      holds the protocol's share of every split, for good (default: the owner)
  --quote-signer ADDRESS  the key that signs prices (default on the local chain: its account #1)
  --reporters A,B,C       the keys that sign the epochs' reports (default on the local chain: its accounts #7 to #9)
  --quorum K              how many of them make a report (default: more than half)
  --confirmations N       blocks to wait for after each transaction (default 5; 1 on the local chain)
  --json                  one JSON object on standard output, nothing else
  --help                  this text`;

const LOCAL_CHAIN = 31337;
const PROTOCOL_FEE_BPS = 250;
/** A day less than the longest a key may be trusted: see AttentionOracle.MAX_SIGNER_LIFETIME. */
const SIGNER_LIFETIME_S = 179 * 86_400;

export interface DeployOptions {
  /** A network of hardhat.config.ts; default localhost. */
  network?: string;
  /** Its address, if another than configured. */
  rpcUrl?: string;
  /** Receives every role and the supply; default: the deployer keeps them. */
  owner?: Address;
  /** Seconds that the owner's administrative acts are seen before they take effect; default a day. */
  adminDelay?: number;
  /** May stop sales and cancel every quote at once; default the owner, but another key is safer. */
  guardian?: Address;
  /** Holds the protocol's share of every split; default the owner. */
  treasury?: Address;
  /** The key that signs prices; required but on the local chain, where it is account #1. */
  quoteSigner?: Address;
  /** The keys that sign the epochs' reports; required but on the local chain, where they are accounts #7 to #9. */
  reporters?: Address[];
  /** How many of them make a report; default more than half. */
  quorum?: number;
  /** Blocks to wait for after each transaction; default 5, and 1 on the local chain, which makes none by itself. */
  confirmations?: number;
}

/**
 * Deploys the protocol, or finds it: on the local chain where the code this build would deploy stands at the addresses
 * last written, elsewhere where the deployment's journal says so. Writes contracts/deployments/<chain id>.json.
 *
 * @throws Error naming the remedy where the chain can't be reached, an option is missing, or a journal is of another chain.
 */
export async function deploy(options: DeployOptions = {}): Promise<Deployment> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const connection = await connect(options);
  try {
    const { ethers, ignition } = connection;
    const chainId = Number((await ethers.provider.getNetwork()).chainId);
    const local = chainId === LOCAL_CHAIN;
    const known = findDeployment(chainId);
    if (local && known && (await isDeployed(connection, known))) return known;

    const accounts = await ethers.getSigners();
    const deployer = accounts[0]?.address as Address | undefined;
    if (!deployer)
      throw new Error(`Network «${options.network}» has no account to deploy from: see hardhat.config.ts.`);
    const quoteSigner = options.quoteSigner ?? (local ? (accounts[1]?.address as Address | undefined) : undefined);
    if (!quoteSigner) throw new Error("Say which key signs prices: --quote-signer ADDRESS.");

    const reporters =
      options.reporters ?? (local ? accounts.slice(7, 10).map(({ address }) => address as Address) : undefined);
    if (!reporters) throw new Error("Say which keys sign the epochs' reports: --reporters ADDRESS,ADDRESS,ADDRESS.");

    const block = (await ethers.provider.getBlock("latest"))!;
    // A local chain does not outlive its process, so neither may its journal.
    const deploymentId = local ? `local-${randomUUID()}` : `chain-${chainId}`;
    const folder = join(hre.config.paths.ignition, "deployments", deploymentId);
    const parameters = remember(folder, {
      deployedAtBlock: block.number,
      owner: options.owner ?? deployer,
      adminDelay: options.adminDelay ?? 86_400,
      guardian: options.guardian ?? options.owner ?? deployer,
      treasury: options.treasury ?? options.owner ?? deployer,
      quoteSigner,
      reporters,
      quorum: options.quorum ?? Math.floor(reporters.length / 2) + 1,
      signerExpiresAt: block.timestamp + SIGNER_LIFETIME_S,
    });
    const { owner, guardian, adminDelay, treasury, deployedAtBlock, signerExpiresAt } = parameters;
    const protocol = {
      holder: owner,
      treasury,
      protocolFeeBps: PROTOCOL_FEE_BPS,
      quoteSigner: parameters.quoteSigner,
      signerExpiresAt,
      reporters: parameters.reporters,
      quorum: parameters.quorum,
    };
    try {
      const contracts = await ignition.deploy(owner === deployer ? heed : heedWithOwner, {
        deploymentId,
        config: {
          blockPollingInterval: local ? 20 : 250,
          requiredConfirmations: options.confirmations ?? (local ? 1 : 5),
        },
        parameters: { Heed: protocol, HeedWithOwner: { ...protocol, owner, guardian, adminDelay } },
      });
      const at = async (name: keyof typeof contracts) => (await contracts[name].getAddress()) as Address;
      const deployment: Deployment = {
        chainId,
        token: await at("token"),
        oracle: await at("oracle"),
        market: await at("market"),
        rewards: await at("rewards"),
        accessManager: await at("accessManager"),
        deployedAtBlock,
        treasury,
        protocolFeeBps: PROTOCOL_FEE_BPS,
      };
      if (!(await isDeployed(connection, deployment))) {
        throw new Error(`${folder} is the journal of another chain with the same id: move it away and deploy again.`);
      }
      writeDeployment(deployment);
      return deployment;
    } finally {
      if (local) rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await connection.close();
  }
}

async function connect({ network = "localhost", rpcUrl }: DeployOptions) {
  const url = rpcUrl ?? "its configured address";
  try {
    const connection = await hre.network.create({
      network,
      override: rpcUrl ? { url: rpcUrl } : undefined,
    });
    await connection.provider.request({ method: "eth_chainId" });
    return connection;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Network «${network}» can't be reached at ${url}: ${reason}`, { cause });
  }
}

/** Whether this build's code stands at a deployment's addresses. Immutables are left out of the comparison. */
async function isDeployed({ ethers }: Awaited<ReturnType<typeof connect>>, deployment: Deployment): Promise<boolean> {
  const contracts = {
    AttentionToken: "token",
    AttentionMarket: "market",
    AttentionOracle: "oracle",
    AttentionRewards: "rewards",
  } as const;
  for (const [name, key] of Object.entries(contracts)) {
    // A file written by an older build names fewer contracts.
    if (!deployment[key]) return false;
    const artifact = await hre.artifacts.readArtifact(name);
    const references = Object.values(artifact.immutableReferences ?? {}).flat();
    const withoutImmutables = (code: string) => {
      const bytes = Buffer.from(code.slice(2), "hex");
      for (const { start, length } of references) bytes.fill(0, start, start + length);
      return bytes;
    };
    const code = await ethers.provider.getCode(deployment[key]);
    if (code.length !== artifact.deployedBytecode.length) return false;
    if (!withoutImmutables(code).equals(withoutImmutables(artifact.deployedBytecode))) return false;
  }
  return true;
}

/** Keeps a deployment's parameters beside its journal: a deployment is resumed with those it was begun with. */
function remember<T extends object>(folder: string, parameters: T): T {
  const path = join(folder, "heed-parameters.json");
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as T;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(parameters, null, 2)}\n`);
  return parameters;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: "string", default: "localhost" },
      "rpc-url": { type: "string" },
      owner: { type: "string" },
      guardian: { type: "string" },
      "admin-delay": { type: "string" },
      treasury: { type: "string" },
      "quote-signer": { type: "string" },
      reporters: { type: "string" },
      quorum: { type: "string" },
      confirmations: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const deployment = await deploy({
    network: values.network,
    rpcUrl: values["rpc-url"],
    owner: address("owner", values.owner),
    guardian: address("guardian", values.guardian),
    treasury: address("treasury", values.treasury),
    quoteSigner: address("quote-signer", values["quote-signer"]),
    reporters: values.reporters?.split(",").map((value) => address("reporters", value)!),
    quorum: whole("quorum", values.quorum, 1),
    adminDelay: whole("admin-delay", values["admin-delay"], 0),
    confirmations: whole("confirmations", values.confirmations, 1),
  });
  if (values.json) return console.log(JSON.stringify(deployment));
  for (const [name, value] of Object.entries(deployment)) console.log(`${name.padEnd(16)} ${value}`);
  console.log(`written to       ${deploymentPath(deployment.chainId)}`);
}

function address(option: string, value: string | undefined): Address | undefined {
  if (value === undefined || /^0x[0-9a-fA-F]{40}$/.test(value)) return value as Address | undefined;
  throw new Error(`--${option} takes an address (0x and 40 hexadecimal digits), not «${value}».`);
}

function whole(option: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && number >= least && number < 2 ** 32) return number;
  throw new Error(`--${option} takes a whole number from ${least} up, not «${value}».`);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(`✗ ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
}
