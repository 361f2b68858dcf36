import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { getVerificationInformation } from "@nomicfoundation/ignition-core";
import hre from "hardhat";
import { type Abi, type Address, encodeAbiParameters, type Hex } from "viem";
import { type Deployment, deploymentPath } from "../../contracts/deployment.ts";

/** What an explorer asks for to verify the sources of a chain's contracts. */
export interface Sources {
  /** The compiler's whole version, as explorers list it. */
  compiler: string;
  contracts: {
    /** As the compiler's input names it: file and contract. */
    name: string;
    address: Address;
    /** ABI encoded, without 0x: what explorers' forms take. */
    constructorArguments: string;
  }[];
}

/** The files of a chain's sources: what was deployed where, and the compiler's standard JSON input that makes it. */
export function sourcesPaths(chainId: number): { contracts: string; input: string } {
  const base = deploymentPath(chainId).replace(/\.json$/, "");
  return { contracts: `${base}.contracts.json`, input: `${base}.input.json` };
}

interface StandardInput {
  language: string;
  sources: Record<string, { content: string }>;
  settings: Record<string, unknown>;
}

interface Output {
  output: {
    sources: Record<string, { ast: { nodes: { nodeType: string; absolutePath?: string }[] } }>;
  };
}

interface Made {
  /** File and contract, as Hardhat names them. */
  contract: string;
  address: string;
  constructorArgs: readonly unknown[];
}

/**
 * Writes what an explorer asks for: one standard JSON input with every file that the deployed contracts need and no other, and
 * each contract's address and constructor arguments.
 *
 * @param journal The folder of Ignition's journal.
 * @param escrow The campaigns' escrow, which AttentionRewards made.
 */
export async function writeSources({ chainId, token }: Deployment, journal: string, escrow: Address): Promise<void> {
  const sources: Sources = { compiler: "", contracts: [] };
  const input: StandardInput = { language: "Solidity", sources: {}, settings: {} };
  for (const { contract, address, constructorArgs } of [
    ...(await madeBy(journal)),
    { contract: "contracts/rewards/CampaignEscrow.sol:CampaignEscrow", address: escrow, constructorArgs: [token] },
  ]) {
    const artifact = await hre.artifacts.readArtifact(contract);
    const id = (await hre.artifacts.getBuildInfoId(contract))!;
    const info = JSON.parse(readFileSync((await hre.artifacts.getBuildInfoPath(id))!, "utf8"));
    const { output } = JSON.parse(readFileSync((await hre.artifacts.getBuildInfoOutputPath(id))!, "utf8")) as Output;
    const need = (file: string): void => {
      if (input.sources[file]) return;
      input.sources[file] = { content: info.input.sources[file].content };
      for (const { nodeType, absolutePath } of output.sources[file]!.ast.nodes) {
        if (nodeType === "ImportDirective") need(absolutePath!);
      }
    };
    const file = artifact.inputSourceName!;
    need(file);
    input.settings = info.input.settings;
    sources.compiler = `v${info.solcLongVersion}`;
    sources.contracts.push({
      name: `${file}:${artifact.contractName}`,
      address: address as Address,
      constructorArguments: encodeArguments(artifact.abi as Abi, constructorArgs).slice(2),
    });
  }
  input.sources = Object.fromEntries(Object.entries(input.sources).sort(([a], [b]) => (a < b ? -1 : 1)));
  // Explorers choose what to compile for themselves; the tree of the syntax would only make them slower.
  input.settings = {
    ...input.settings,
    outputSelection: { "*": { "*": ["abi", "evm.bytecode", "evm.deployedBytecode"] } },
  };
  const paths = sourcesPaths(chainId);
  write(paths.contracts, sources);
  write(paths.input, input);
}

async function madeBy(journal: string): Promise<Made[]> {
  const made: Made[] = [];
  for await (const contract of getVerificationInformation(journal)) {
    if (typeof contract === "string") throw new Error(`${journal} lacks the artifact of ${contract}.`);
    made.push(contract);
  }
  return made;
}

function encodeArguments(abi: Abi, values: readonly unknown[]): Hex {
  const built = abi.find(({ type }) => type === "constructor");
  return built?.type === "constructor" ? encodeAbiParameters(built.inputs, values) : "0x";
}

function write(path: string, content: object): void {
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${path}.${process.pid}`, path);
}
