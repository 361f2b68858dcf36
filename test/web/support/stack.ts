import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { seed } from "../../../scripts/seed.ts";
import { type Stack, startStack } from "../../../scripts/stack/stack.ts";
import { launchBrowser } from "./browser.ts";

export interface Running extends Stack {
  readonly browser: Browser;
}

let started: Promise<Running> | null = null;

/** The whole stack with a small audience, and a browser: started by the first test that asks, shared by all, real throughout. */
export function running(): Promise<Running> {
  started ??= start();
  return started;
}

async function start(): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), "heed-web-test-"));
  const stack = await startStack({ home, web: true });
  const { oracleUrl, rpcUrl, webUrl, operatorToken } = stack;
  await seed({ oracleUrl, rpcUrl, webOrigin: webUrl, operatorToken, viewers: 60 });
  const browser = await launchBrowser();
  const stop = async () => {
    await browser.close();
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...stack, browser, stop };
}

// A root hook: once, after the last test of every file.
after(async () => {
  if (started !== null) await (await started).stop();
});
