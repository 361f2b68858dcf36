import { type Agent, get } from "node:http";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { quoteSigner, recoverSigner } from "../../oracle/price/signer.ts";
import { signInCookie } from "../../scripts/seed/api.ts";
import { inParallel } from "../../scripts/seed/inParallel.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { seed } from "../../scripts/seed.ts";
import { startChain } from "../../scripts/stack/chain.ts";
import type { Child } from "../../scripts/stack/child.ts";
import { deployContracts } from "../../scripts/stack/contracts.ts";
import { operatorTokenOf } from "../../scripts/stack/operatorToken.ts";
import { startOracle } from "../../scripts/stack/oracle.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { trainModel } from "../../scripts/stack/training.ts";

const WEB_ORIGIN = "http://localhost:3000";
// Hardhat's account #1, which signs quotes on a local chain.
export const SIGNER_KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

const SIGNER = quoteSigner(SIGNER_KEY).address;

export interface Buyer {
  address: Address;
  cookie: string;
}

export interface Answer {
  personal: { digest: Hex; signature: Hex; message: { buyer: Address } } | null;
  standard: { digest: Hex; signature: Hex };
  explanation: { interest: number };
}

/** Brings up what is measured; returns the oracle's address. */
export async function prepare(home: string, children: Child[], viewers: number): Promise<string> {
  note("starting a chain, publishing, letting the audience read");
  const chain = await startChain({ port: await freePort(), logFile: join(home, "chain.log") });
  children.push(chain);
  await deployContracts(chain.url);
  const oracle = await startOracle({
    port: await freePort(),
    home,
    rpcUrl: chain.url,
    webOrigins: [WEB_ORIGIN],
    logFile: join(home, "oracle.log"),
    env: { HEED_REQUESTS_PER_MINUTE: "1000000000", DATABASE_URL: "", HEED_LOG_LEVEL: "warn" },
  });
  children.push(oracle);
  const operatorToken = operatorTokenOf(home);
  await seed({ oracleUrl: oracle.url, rpcUrl: chain.url, webOrigin: WEB_ORIGIN, viewers, operatorToken });
  note("training");
  await trainModel(oracle.url, operatorToken);
  return oracle.url;
}

/** The audience's sessions: everybody has a history and consented to personal prices. */
export async function signAllIn(oracleUrl: string, viewers: number): Promise<Buyer[]> {
  note("signing everybody in");
  const place = { oracleUrl, webOrigin: WEB_ORIGIN, chainId: 31337 };
  const names = Array.from({ length: viewers }, (_, index) => `reader-${String(index + 1).padStart(3, "0")}`);
  return await inParallel(names, 8, async (name) => {
    const account = demoAccount(name);
    const cookie = await signInCookie(place, account);
    // Who did nothing in these days hasn't been asked yet.
    const consent = await fetch(`${oracleUrl}/consent`, {
      method: "PUT",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify({ collect: true, personalise: true }),
    });
    if (!consent.ok) throw new Error(`Consenting failed: ${await consent.text()}`);
    return { address: account.address, cookie };
  });
}

export async function listContents(oracleUrl: string): Promise<string[]> {
  const response = await fetch(`${oracleUrl}/contents`);
  const { contents } = (await response.json()) as { contents: { contentId: string }[] };
  return contents.map(({ contentId }) => contentId);
}

/** One GET over a kept-alive connection; fetch costs the measuring process three times as much. */
export function ask(agent: Agent, url: string, cookie: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { cookie } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    }).on("error", reject);
  });
}

export function isSigned({ personal, standard }: Answer): boolean {
  return [personal, standard].every((quote) => quote && recoverSigner(quote.digest, quote.signature) === SIGNER);
}

export function note(line: string): void {
  process.stderr.write(`• ${line}\n`);
}
