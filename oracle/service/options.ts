import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./errors.ts";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Hex = `0x${string}`;

/** Everything the environment decides. Read once, here, and handed down in the context. */
export interface Options {
  /** Absolute path of the data folder. */
  home: string;
  /** PostgreSQL's address, or null for PGlite in `home`/store. */
  databaseUrl: string | null;
  host: string;
  /** TCP port of the API; 0 takes any free one. */
  port: number;
  rpcUrl: string;
  chainId: number;
  /** Origins of the dApp: the only ones that may use the API from a browser. */
  webOrigins: readonly string[];
  /** 32 bytes in hex, or null: then it is kept in `home`/secret. */
  secret: string | null;
  /** What authorises the operator's own requests, at least 32 characters, or null: then it is kept in `home`/operator-token. */
  operatorToken: string | null;
  /** Private key of the quote signer. */
  signerKey: Hex;
  /** Private key of the relayer, which pays the gas for posting and settling reports; null: they wait for somebody else's. */
  relayerKey: Hex | null;
  /** Private key that the local chain's faucet spends from; null anywhere else. */
  faucetKey: Hex | null;
  /** Price of one attention-second, in HEED wei, or null: then the latest final report says it. */
  rateWeiPerSecond: bigint | null;
  /** Where the audience's behaviour comes from; the dApp says so on screen. */
  audience: "simulated" | "real";
  logLevel: LogLevel;
  /** Whether this process trains models itself, or leaves that to `npm run heed -- worker` on the same database. */
  training: "here" | "elsewhere";
  /** Raw events older than this are deleted. */
  retentionDays: number;
  /** Requests that one session (or one peer without a session) may send a minute; all sessions of one peer may send ten times that. */
  requestsPerMinute: number;
}

export const LOCAL_CHAIN_ID = 31337;
export const REPOSITORY_ROOT = resolve(fileURLToPath(import.meta.url), "../../..");

// Hardhat's own accounts #0, #1 and #6, published with every copy of it: worthless anywhere but on a local chain.
const HARDHAT_KEYS = {
  faucet: "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  signer: "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  relayer: "0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e",
} as const;

type Environment = Record<string, string | undefined>;

/**
 * Reads and checks the options.
 * @throws {SetupError} naming the variable that is wrong and what it should hold.
 */
export function readOptions(env: Environment = process.env): Options {
  const chainId = integer(env, "HEED_CHAIN_ID", LOCAL_CHAIN_ID, 1, Number.MAX_SAFE_INTEGER);
  const local = chainId === LOCAL_CHAIN_ID;
  return {
    home: resolve(REPOSITORY_ROOT, text(env, "HEED_HOME") ?? join(REPOSITORY_ROOT, ".heed")),
    databaseUrl: url(env, "DATABASE_URL", ["postgres:", "postgresql:"]),
    host: text(env, "HEED_HOST") ?? "127.0.0.1",
    port: integer(env, "HEED_PORT", 8787, 0, 65535),
    rpcUrl: url(env, "HEED_RPC_URL", ["http:", "https:"]) ?? "http://127.0.0.1:8545",
    chainId,
    webOrigins: origins(env, "HEED_WEB_ORIGIN") ?? ["http://localhost:3000", "http://127.0.0.1:3000"],
    secret: secret(env, "HEED_SECRET"),
    operatorToken: token(env, "HEED_OPERATOR_TOKEN"),
    signerKey: privateKey(env, "HEED_SIGNER_KEY") ?? localKey(local),
    relayerKey: privateKey(env, "HEED_RELAYER_KEY") ?? (local ? HARDHAT_KEYS.relayer : null),
    faucetKey: local ? (privateKey(env, "HEED_FAUCET_KEY") ?? HARDHAT_KEYS.faucet) : null,
    rateWeiPerSecond: wei(env, "HEED_RATE_WEI"),
    audience: choice(env, "HEED_AUDIENCE", ["simulated", "real"]) ?? "real",
    logLevel: choice(env, "HEED_LOG_LEVEL", LOG_LEVELS) ?? "info",
    training: trainingPlace(env),
    retentionDays: integer(env, "HEED_RETENTION_DAYS", 90, 1, 3650),
    requestsPerMinute: integer(env, "HEED_REQUESTS_PER_MINUTE", 6000, 1, 1e9),
  };
}

/** What the environment decides for a reporter's process, which has nothing to do with the oracle's own keys and store. */
export interface ReporterOptions {
  chainId: number;
  /** The reporter's own node: it is what the oracle's word is checked against. */
  rpcUrl: string;
  /** Signs reports and the requests for them. */
  reporterKey: Hex;
}

/**
 * Reads and checks a reporter's options.
 * @throws {SetupError} naming the variable that is wrong and what it should hold
 */
export function readReporterOptions(env: Environment = process.env): ReporterOptions {
  const reporterKey = privateKey(env, "HEED_REPORTER_KEY");
  if (!reporterKey) {
    throw new SetupError("HEED_REPORTER_KEY is missing, and without it no report can be signed.", {
      code: "bad-option",
      field: "HEED_REPORTER_KEY",
      hint: "Set it to the private key of a reporter that AttentionOracle knows: each reporter has a key and a process of its own.",
    });
  }
  return {
    chainId: integer(env, "HEED_CHAIN_ID", LOCAL_CHAIN_ID, 1, Number.MAX_SAFE_INTEGER),
    rpcUrl: url(env, "HEED_RPC_URL", ["http:", "https:"]) ?? "http://127.0.0.1:8545",
    reporterKey,
  };
}

/** Workers can only take jobs from a database that takes several processes. */
function trainingPlace(env: Environment): Options["training"] {
  const place = choice(env, "HEED_TRAINING", ["here", "elsewhere"]) ?? "here";
  if (place === "here" || text(env, "DATABASE_URL") !== null) return place;
  throw new SetupError("HEED_TRAINING=elsewhere needs a PostgreSQL: the built-in database takes a single process.", {
    code: "bad-option",
    field: "HEED_TRAINING",
    hint: "Set DATABASE_URL, or unset HEED_TRAINING.",
  });
}

/** Whether errors should be printed with their origin: asked before, and even if, the options can be read. */
export function wantsStackTraces(env: Environment = process.env): boolean {
  return env.HEED_LOG_LEVEL === "debug" || env.HEED_LOG_LEVEL === "trace";
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value ? value : null;
}

function wrong(name: string, wanted: string, example: string): SetupError {
  return new SetupError(`${name} should be ${wanted}.`, {
    code: "bad-option",
    field: name,
    hint: `Set it like ${name}=${example}, or unset it for the default.`,
  });
}

function integer(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const value = text(env, name);
  if (value === null) return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw wrong(name, `a whole number from ${least} to ${most}`, String(fallback));
  }
  return number;
}

function wei(env: Environment, name: string): bigint | null {
  const value = text(env, name);
  if (value === null) return null;
  if (!/^\d{1,77}$/.test(value)) throw wrong(name, "an amount in wei: digits only", "10000000000000000");
  return BigInt(value);
}

function url(env: Environment, name: string, protocols: readonly string[]): string | null {
  const value = text(env, name);
  if (value === null) return null;
  // The value isn't repeated in the message: a database address carries its password.
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    throw wrong(
      name,
      `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
      `${protocols[0]}//host/…`,
    );
  }
  return value;
}

function origins(env: Environment, name: string): string[] | null {
  const value = text(env, name);
  if (value === null) return null;
  return value.split(",").map((part) => {
    const origin = part.trim();
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw wrong(name, "a comma-separated list of origins (scheme, host and port, no path)", "http://localhost:3000");
    }
    return origin;
  });
}

function secret(env: Environment, name: string): string | null {
  const value = text(env, name);
  if (value === null) return null;
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(value)) throw wrong(name, "32 bytes in hex", "$(openssl rand -hex 32)");
  return value.replace(/^0x/, "").toLowerCase();
}

function token(env: Environment, name: string): string | null {
  const value = text(env, name);
  if (value === null) return null;
  // An HTTP header carries it, after "Bearer ".
  if (!/^[\x21-\x7e]{32,}$/.test(value)) {
    throw wrong(name, "at least 32 characters, without spaces", "$(openssl rand -hex 32)");
  }
  return value;
}

function privateKey(env: Environment, name: string): Hex | null {
  const value = text(env, name);
  if (value === null) return null;
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(value)) throw wrong(name, "a private key: 32 bytes in hex", "0x…");
  return `0x${value.replace(/^0x/, "")}`;
}

function localKey(local: boolean): Hex {
  if (local) return HARDHAT_KEYS.signer;
  throw new SetupError("HEED_SIGNER_KEY is missing, and without it no quote can be signed.", {
    code: "bad-option",
    field: "HEED_SIGNER_KEY",
    hint: "Set it to the private key of a quote signer that AttentionOracle knows. Only the local chain (31337) has a default.",
  });
}

function choice<T extends string>(env: Environment, name: string, allowed: readonly T[]): T | null {
  const value = text(env, name);
  if (value === null) return null;
  const found = allowed.find((one) => one === value);
  if (!found) throw wrong(name, `one of ${allowed.join(", ")}`, allowed[0] ?? "");
  return found;
}
