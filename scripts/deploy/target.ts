import hre from "hardhat";
import type { HttpNetworkConfig } from "hardhat/types/config";
import type { DeployOptions } from "./options.ts";
import { unopened } from "./unopened.ts";

/** Where to deploy to. */
export interface Target {
  /** Its name in hardhat.config.ts. */
  network: string;
  config: HttpNetworkConfig;
  url: string;
  chainId: number;
  /** A chain of one developer, whose ether is worth nothing: only there may a key lie about in plain text. */
  local: boolean;
  /** Reached at an address of this machine. */
  loopback: boolean;
}

const LOCAL_CHAINS = [31337, 1337];

/**
 * Finds a network and asks it which chain it is, with no key at hand. A chain is local if it has a developer's chain id and is
 * reached on this machine: a node of this machine with Sepolia's id may be a fork, or lead to Sepolia itself.
 *
 * @throws Error naming the remedy where the network is not configured or does not answer.
 */
export async function findTarget({ network = "localhost", rpcUrl }: DeployOptions): Promise<Target> {
  const config = hre.config.networks[network];
  if (config?.type !== "http") {
    const known = Object.entries(hre.config.networks).filter(([, { type }]) => type === "http");
    throw new Error(
      `--network takes one of ${known.map(([name]) => name).join(", ")}, not «${network}». Others go into hardhat.config.ts.`,
    );
  }
  const url = rpcUrl ?? (await configuredUrl(network, config));
  // A URL's path often holds a provider's key: only its origin is ever printed.
  const { origin, hostname } = new URL(url);
  try {
    const connection = await hre.network.create({ network, override: { url, accounts: "remote" } });
    try {
      const chainId = Number(await connection.provider.request({ method: "eth_chainId" }));
      if (config.chainId !== undefined && config.chainId !== chainId) {
        throw new Error(
          `it is chain ${chainId}, but hardhat.config.ts says ${config.chainId}. --rpc-url URL says another address.`,
        );
      }
      const loopback = isLoopback(hostname);
      return { network, config, url, chainId, loopback, local: loopback && LOCAL_CHAINS.includes(chainId) };
    } finally {
      await connection.close();
    }
  } catch (cause) {
    const said = (cause instanceof Error ? cause.message : String(cause)).replaceAll(url, origin);
    const unanswered = /^HHE70[34]\b|^Failed to make/.test(said);
    const reason = unanswered
      ? "no node answers there. Start it, check the connection, or say another address: --rpc-url URL."
      : said;
    throw new Error(`Network «${network}» can't be used at ${origin}: ${reason}`, { cause });
  }
}

async function configuredUrl(network: string, { url }: HttpNetworkConfig): Promise<string> {
  try {
    return await url.getUrl();
  } catch (cause) {
    throw unopened(cause, (name) => `Where «${network}» is reached is not known. ${toSay(name)}`);
  }
}

const toSay = (variable: string) =>
  `Say --rpc-url URL, or put the address into the keystore: npx hardhat keystore set ${variable}`;

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
