import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, isAddressEqual } from "viem";
import { type Deployment, findDeployment, writeDeployment } from "../../contracts/deployment.ts";
import { heed, heedWithOwner } from "../../ignition/modules/Heed.ts";
import { confirm } from "./ask.ts";
import { contractNames, isDeployed } from "./deployed.ts";
import { requireHandover } from "./handover.ts";
import {
  adoptUnheard,
  type Beginning,
  recall,
  remember,
  requireSame,
  requireThisChain,
  sentTransactions,
} from "./journal.ts";
import { answerKeystore, keyProblem, unlock } from "./keys.ts";
import type { DeployOptions } from "./options.ts";
import { periodsOf } from "./periods.ts";
import { rehearse } from "./rehearse.ts";
import { type Cost, handedOver, summary } from "./report.ts";
import {
  DEFAULT_ADMIN_DELAY_S,
  missingRoles,
  requireApart,
  requireConsistent,
  requireHandedOver,
  requireNone,
} from "./roles.ts";
import { writeSources } from "./sources.ts";
import { findTarget, type Target } from "./target.ts";
import { watch } from "./watch.ts";

const PROTOCOL_FEE_BPS = 250;
/** A day less than the longest a key may be trusted: see AttentionOracle.MAX_SIGNER_LIFETIME. */
const SIGNER_LIFETIME_S = 179 * 86_400;

type Say = (line: string) => void;

/**
 * Deploys the protocol, or finds it: on a local chain where the code this build would deploy stands at the addresses last
 * written, elsewhere where the deployment's journal says so. Writes contracts/deployments/<chain id>.json, and on a public chain
 * what an explorer needs to verify the sources.
 *
 * @param say Told what is about to happen.
 * @returns Null where nothing was to be sent (`dryRun`).
 * @throws Error naming the remedy where the chain can't be reached, a key is not where it should be, an option is missing, or a
 *   journal is of another chain. Nothing was sent then, unless a transaction itself failed.
 */
export async function deploy(options: DeployOptions = {}, say: Say = () => {}): Promise<Deployment | null> {
  const restore = answerKeystore(options);
  try {
    const target = await findTarget(options);
    return await (target.local ? deployLocally(target, options) : deployPublicly(target, options, say));
  } finally {
    restore();
  }
}

/** A local chain does not outlive its process, so neither does its journal. */
async function deployLocally(target: Target, options: DeployOptions): Promise<Deployment> {
  requireConsistent(options);
  periodsOf(options);
  await build();
  await using connection = await connect(target);
  const known = findDeployment(target.chainId);
  if (known && (await isDeployed(connection.ethers, known))) return known;

  const accounts = (await connection.ethers.getSigners()).map(({ address }) => address as Address);
  const [deployer, signer] = accounts;
  if (!deployer) throw new Error(`The node of «${target.network}» has no account to deploy from.`);
  requireHandedOver(deployer, options);
  const quoteSigner = options.quoteSigner ?? signer;
  if (!quoteSigner) throw new Error("Say which key signs prices: --quote-signer ADDRESS.");
  const deploymentId = `local-${randomUUID()}`;
  try {
    const reporters = options.reporters ?? accounts.slice(7, 10);
    const quorum = options.quorum ?? Math.floor(reporters.length / 2) + 1;
    const beginning = await begin(connection, deployer, { ...options, quoteSigner, reporters, quorum });
    const confirmations = options.confirmations ?? 1;
    const deployment = await run(connection, target, beginning, { deploymentId, confirmations, pollMs: 20 });
    writeDeployment(deployment);
    return deployment;
  } finally {
    rmSync(join(hre.config.paths.ignition, "deployments", deploymentId), { recursive: true, force: true });
  }
}

async function deployPublicly(target: Target, options: DeployOptions, say: Say): Promise<Deployment | null> {
  const { chainId } = target;
  const deploymentId = `chain-${chainId}`;
  const journal = join(hre.config.paths.ignition, "deployments", deploymentId);
  const begun = recall(journal);
  const problem = keyProblem(target);
  periodsOf(options);
  requireNone([...(begun ? [] : missingRoles(options)), ...(problem ? [problem] : [])]);
  await unlock(target);
  await using connection = await connect(target);
  const { ethers } = connection;

  const deployer = (await ethers.getSigners())[0]!.address as Address;
  const { owner, guardian, treasury, quoteSigner, adminDelay, reporters, quorum } = options;
  const { epochDuration, challengeWindow, reportWindow, settlementWindow } = options;
  const periods = { epochDuration, challengeWindow, reportWindow, settlementWindow };
  const asked = { deployer, owner, guardian, treasury, quoteSigner, adminDelay, reporters, quorum, ...periods };
  if (begun) requireSame(journal, begun, asked);
  const beginning = begun ?? (await begin(connection, deployer, options));
  if (!begun) {
    requireHandedOver(deployer, options);
    requireApart(deployer, beginning, options);
  }
  await requireThisChain(journal, ethers);

  await buildAtOnce();
  const cost = await estimate(connection, target, beginning, journal);
  if (cost.transactions > 0) {
    say(`${begun ? "Going on with the deployment" : "About to deploy Heed"}:\n${summary(target, beginning, cost)}`);
    if (cost.balance < cost.gas * cost.maxGasPrice) {
      throw new Error(
        `${deployer} has too little ether for this: send it what it may cost at most, and run this again.${target.loopback ? " (On anvil: anvil_setBalance.)" : ""}`,
      );
    }
  }
  if (options.dryRun) {
    say(cost.transactions > 0 ? "A dry run: nothing was sent." : "A dry run: all was sent before, and nothing now.");
    return null;
  }
  if (cost.transactions > 0) {
    if (!options.yes) await confirm(`Send them to chain ${chainId}?`);
    say("Sending. This may be stopped at any moment; the same command goes on.");
  } else {
    say("All was sent before: nothing more is to be sent.");
  }
  remember(journal, beginning);
  await adoptUnheard(journal, beginning, connection);
  const confirmations = options.confirmations ?? 5;
  const unwatch = watch(journal, ethers, { confirmations, loopback: target.loopback }, say);
  const running = run(connection, target, beginning, { deploymentId, confirmations, pollMs: 250 });
  const deployment = await running.finally(unwatch);
  if (findDeployment(chainId)?.accessManager !== deployment.accessManager) {
    await requireHandover(ethers, deployment, beginning, sentTransactions(journal));
    say(`Checked on the chain: ${handedOver(beginning)}, and nobody else's transaction changed the rules.`);
  }
  writeDeployment(deployment);
  const escrow = await (await ethers.getContractAt("AttentionRewards", deployment.rewards)).getFunction("escrow")();
  await writeSources(deployment, journal, escrow);
  say(`To verify the sources:
  npx hardhat ignition verify ${deploymentId} --network ${target.network}
  npx hardhat verify etherscan --network ${target.network} ${escrow} ${deployment.token}`);
  return deployment;
}

async function build({ force = false } = {}): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true, force });
}

/** Builds the contracts in one run of the compiler, so that one input makes them all and no earlier build has a part in them. */
async function buildAtOnce(): Promise<void> {
  await build();
  const runs = await Promise.all(
    Object.values(contractNames).map(async (name) => (await hre.artifacts.readArtifact(name)).buildInfoId),
  );
  if (new Set(runs).size > 1) await build({ force: true });
}

async function connect({ network, url }: Target) {
  const connection = await hre.network.create({ network, override: { url } });
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.close() });
}

async function begin({ ethers }: NetworkConnection, deployer: Address, options: DeployOptions): Promise<Beginning> {
  const block = (await ethers.provider.getBlock("latest"))!;
  const owner = options.owner ?? deployer;
  return {
    deployer,
    owner,
    adminDelay: options.adminDelay ?? DEFAULT_ADMIN_DELAY_S,
    guardian: options.guardian ?? owner,
    treasury: options.treasury ?? owner,
    quoteSigner: options.quoteSigner!,
    reporters: options.reporters!,
    quorum: options.quorum!,
    ...periodsOf(options),
    deployedAtBlock: block.number,
    signerExpiresAt: block.timestamp + SIGNER_LIFETIME_S,
  };
}

/** The module for these roles, and its parameters. */
function plan(beginning: Beginning) {
  const { deployer, owner, guardian, adminDelay, treasury, quoteSigner, signerExpiresAt, reporters, quorum } =
    beginning;
  const keys = { quoteSigner, signerExpiresAt, reporters, quorum };
  const { epochDuration, challengeWindow, reportWindow, settlementWindow } = beginning;
  const periods = { epochDuration, challengeWindow, reportWindow, settlementWindow };
  const protocol = { holder: owner, treasury, protocolFeeBps: PROTOCOL_FEE_BPS, ...keys, ...periods };
  return {
    module: isAddressEqual(owner, deployer) ? heed : heedWithOwner,
    parameters: { Heed: protocol, HeedWithOwner: { ...protocol, owner, guardian, adminDelay } },
  };
}

/** What is still to be paid: the rehearsal's gas, less what this journal's transactions took. */
async function estimate(
  { ethers: { provider } }: NetworkConnection,
  target: Target,
  beginning: Beginning,
  journal: string,
): Promise<Cost> {
  const { module, parameters } = plan(beginning);
  const { timestamp } = (await provider.getBlock("latest"))!;
  const rehearsal = await rehearse(module, parameters, timestamp);
  const receipts = await Promise.all(sentTransactions(journal).map((hash) => provider.getTransactionReceipt(hash)));
  const spent = receipts.filter((receipt) => receipt !== null);
  const { gasPrice, maxFeePerGas } = await provider.getFeeData();
  if (gasPrice === null) throw new Error(`«${target.network}» does not say what gas costs.`);
  const transactions = Math.max(0, rehearsal.transactions - spent.length);
  const left = rehearsal.gas - spent.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  return {
    transactions,
    terms: rehearsal.terms,
    gas: transactions > 0 && left > 0n ? left : 0n,
    gasPrice,
    maxGasPrice: maxFeePerGas ?? gasPrice,
    balance: await provider.getBalance(beginning.deployer),
  };
}

async function run(
  { ethers, ignition }: NetworkConnection,
  { chainId }: Target,
  beginning: Beginning,
  { deploymentId, confirmations, pollMs }: { deploymentId: string; confirmations: number; pollMs: number },
): Promise<Deployment> {
  const { module, parameters } = plan(beginning);
  const contracts = await ignition.deploy(module, {
    deploymentId,
    parameters,
    config: { blockPollingInterval: pollMs, requiredConfirmations: confirmations },
  });
  const names = Object.keys(contractNames) as (keyof typeof contractNames)[];
  const addresses = await Promise.all(names.map(async (name) => [name, await contracts[name].getAddress()]));
  const deployment: Deployment = {
    chainId,
    ...(Object.fromEntries(addresses) as Record<keyof typeof contractNames, Address>),
    deployedAtBlock: beginning.deployedAtBlock,
    treasury: beginning.treasury,
    protocolFeeBps: PROTOCOL_FEE_BPS,
  };
  if (!(await isDeployed(ethers, deployment))) {
    throw new Error(`What stands on chain ${chainId} is not this build: check out the sources that it was begun with.`);
  }
  return deployment;
}
