import { existsSync, readFileSync } from "node:fs";
import hre from "hardhat";
import type { ResolvedConfigurationVariable } from "hardhat/types/config";
import type { HookContext } from "hardhat/types/hooks";
import { ask, atTerminal, firstPipedLine } from "./ask.ts";
import type { DeployOptions } from "./options.ts";
import type { Target } from "./target.ts";
import { unopened } from "./unopened.ts";

/**
 * Lets Hardhat's keystore ask for its password: on the terminal, or with `--password-stdin` from a pipe.
 *
 * @returns What takes this back.
 */
export function answerKeystore({ passwordStdin }: DeployOptions): () => void {
  const handlers = {
    requestSecretInput: async (_context: HookContext, _interruptor: string, description: string): Promise<string> => {
      if (passwordStdin) return firstPipedLine();
      if (atTerminal()) return ask(`Hardhat's keystore: ${description}: `, { hidden: true });
      throw new Error(
        "The keystore is locked, and there is no terminal to ask for its password: pipe it in with --password-stdin.",
      );
    },
  };
  hre.hooks.registerHandlers("userInterruptions", handlers);
  return () => hre.hooks.unregisterHandlers("userInterruptions", handlers);
}

/**
 * What keeps a public chain's transactions from being signed by a key of the encrypted keystore, or null; opens nothing.
 *
 * Hardhat takes a configuration variable from the environment first, then from its development keystore (whose password lies
 * beside it in plain text), and only then from the encrypted one. Each of the former is refused, as are a key written into the
 * configuration and an account that the node itself signs for.
 *
 * @returns What was found and the remedy; never a secret.
 */
export function keyProblem({ network, config, chainId }: Target): string | null {
  const [account, ...others] = Array.isArray(config.accounts) ? config.accounts : [];
  const name = variableOf(account);
  const refuse = (found: string, remedy: string) =>
    `${found}, and chain ${chainId} is no local one: there only a key from Hardhat's encrypted keystore may sign. ${remedy}`;
  if (!account || others.length > 0 || !name) {
    const found =
      config.accounts === "remote"
        ? `Network «${network}» leaves signing to the node's own unlocked account`
        : `Network «${network}» does not take its one key from a variable`;
    return refuse(found, `Say «accounts: [configVariable("DEPLOYER_PRIVATE_KEY")]» in hardhat.config.ts.`);
  }
  const set = `npx hardhat keystore set ${name}`;
  if (process.env[name] !== undefined) {
    return refuse(
      `The environment holds ${name} in plain text`,
      `Unset it, and put the key into the keystore: ${set}. A key that has lain in plain text is better replaced.`,
    );
  }
  const { filePath, devFilePath } = hre.config.keystore;
  if (namesIn(devFilePath).includes(name)) {
    return refuse(
      `Hardhat's development keystore holds ${name}, its password in plain text beside it`,
      `npx hardhat keystore delete --dev ${name}, and then: ${set}`,
    );
  }
  if (!namesIn(filePath).includes(name)) {
    return `The keystore ${filePath} holds no ${name}. Put the deployer's key there: ${set}`;
  }
  return null;
}

/**
 * Opens the keystore where {@link keyProblem} found nothing amiss.
 *
 * @throws Error that says why it stays closed, or that it holds no key; never a secret.
 */
export async function unlock({ config }: Target): Promise<void> {
  const account = (config.accounts as ResolvedConfigurationVariable[])[0]!;
  const key = await account.get().catch((error: unknown) => {
    // Hardhat leaves the keystore closed where an environment variable says CI, and so finds the key nowhere.
    const closed =
      "Hardhat never opens the keystore under CI: take CI, GITHUB_ACTIONS and their like out of the environment (env -u CI …).";
    throw unopened(error, () => closed);
  });
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(key)) return;
  const name = variableOf(account);
  throw new Error(
    `The keystore's ${name} is no private key (64 hexadecimal digits): npx hardhat keystore set ${name} --force`,
  );
}

function variableOf(account: ResolvedConfigurationVariable | undefined): string | undefined {
  return account && "name" in account ? String(account.name) : undefined;
}

/** The names that a keystore holds, which are not encrypted. */
function namesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return Object.keys((JSON.parse(readFileSync(path, "utf8")) as { secrets: object }).secrets);
}
