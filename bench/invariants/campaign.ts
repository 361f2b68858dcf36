import type { InvariantTestKind, TestResult } from "@nomicfoundation/edr";
import type { HardhatUserConfig } from "hardhat/config";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import config from "../../hardhat.config.ts";

/** How often one kind of call was made, and how the contracts answered; the test foresees each answer. */
export interface Kind {
  calls: number;
  accepted: number;
  refused: number;
}

/** What random calls came to. */
export interface Campaign {
  /** Calls into the contracts. */
  calls: number;
  /** By invariant and handler function, for instance `MarketHandler.buy`. */
  kinds: Record<string, Kind>;
  /** The property that broke and the shortest calls that break it, first to last; null where all held. */
  broken: { test: string; reason: string; calls: string[] } | null;
}

export interface CampaignOptions {
  /** At least this many; rounded up to whole runs. */
  calls: number;
  /** Calls in a row on one deployment. */
  depth: number;
  seed: bigint;
  /** How long to look for fewer calls that break the same property; 5,000 tries unless said otherwise. */
  shrinkRunLimit?: number;
  /** Another configuration than the project's own, for instance with a broken contract. */
  config?: HardhatUserConfig;
}

/**
 * Lets Hardhat's runner of Solidity tests call the handlers of `test/contracts/solidity` in random order with random seeds.
 * Standard output is closed to it meanwhile.
 */
export async function runCampaign({ calls, depth, seed, ...given }: CampaignOptions): Promise<Campaign> {
  const invariant = { runs: Math.ceil(calls / depth), depth, shrinkRunLimit: given.shrinkRunLimit ?? 5_000 };
  const fuzz = { seed: `0x${seed.toString(16).padStart(64, "0")}` };
  const hre = await createHardhatRuntimeEnvironment(
    { ...(given.config ?? config), test: { solidity: { fuzz, invariant } } },
    {},
    new URL("../..", import.meta.url).pathname,
  );
  const result = await silently(() =>
    hre.tasks.getTask(["test", "solidity"]).run({ noCompile: given.config !== undefined }),
  );
  const { suiteResults } = (result.success ? result.value : result.error) as {
    suiteResults: { testResults: TestResult[] }[];
  };
  return summarise(suiteResults.flatMap(({ testResults }) => testResults));
}

/** Adds up campaigns; of several that broke something the first is kept. */
export function addUp(campaigns: Campaign[]): Campaign {
  const kinds: Record<string, Kind> = {};
  for (const campaign of campaigns) {
    for (const [name, { calls, accepted, refused }] of Object.entries(campaign.kinds)) {
      const sum = kinds[name] ?? { calls: 0, accepted: 0, refused: 0 };
      kinds[name] = { calls: sum.calls + calls, accepted: sum.accepted + accepted, refused: sum.refused + refused };
    }
  }
  const calls = campaigns.reduce((sum, campaign) => sum + campaign.calls, 0);
  return { calls, kinds, broken: campaigns.find(({ broken }) => broken)?.broken ?? null };
}

function summarise(tests: TestResult[]): Campaign {
  const kinds: Record<string, Kind> = {};
  for (const { kind } of tests) {
    for (const [name, metrics] of Object.entries((kind as InvariantTestKind).metrics ?? {})) {
      const [calls, refused] = [Number(metrics.calls - metrics.discards), Number(metrics.reverts)];
      // Source, contract and function: «path/MarketHandler.sol:MarketHandler.buy».
      kinds[name.slice(name.lastIndexOf(":") + 1)] = { calls, accepted: calls - refused, refused };
    }
  }
  // Time passes without a call.
  const calls = Object.entries(kinds).reduce(
    (sum, [name, kind]) => sum + (name.endsWith(".passTime") ? 0 : kind.calls),
    0,
  );
  const failure = tests.find(({ status }) => status === "Failure");
  return { calls, kinds, broken: failure ? explain(failure) : null };
}

function explain(failure: TestResult): NonNullable<Campaign["broken"]> {
  const stack = failure.stackTrace();
  const last = stack?.kind === "StackTrace" ? stack.entries.at(-1) : undefined;
  const message = last && "message" in last ? String(last.message) : undefined;
  const sequence =
    failure.counterexample && "sequence" in failure.counterexample ? failure.counterexample.sequence : [];
  return {
    test: failure.name,
    reason: message ?? failure.reason ?? "broken",
    calls: sequence.map(({ signature, args }) => `${signature?.replace(/\(.*/, "")}(${args?.replace(/ .*/, "")})`),
  };
}

let silenced = 0;
const write = process.stdout.write;

/** The runner's reporter can't be switched off: what it prints is dropped, for as long as anything runs. */
async function silently<Result>(work: () => Promise<Result>): Promise<Result> {
  if (silenced++ === 0)
    process.stdout.write = (_: unknown, encoding?: unknown, done?: () => void) => {
      const callback = typeof encoding === "function" ? (encoding as () => void) : done;
      if (callback) queueMicrotask(callback);
      return true;
    };
  try {
    return await work();
  } finally {
    if (--silenced === 0) process.stdout.write = write;
  }
}
