import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "../../../scripts/seed/api.ts";
import { type Chain, openChain } from "../../../scripts/seed/chain.ts";
import { seed } from "../../../scripts/seed.ts";
import { type Stack, startStack } from "../../../scripts/stack/stack.ts";
import { trainModel } from "../../../scripts/stack/training.ts";

/** Chain, contracts and oracle with the demo's pieces, its audience and a model trained on it. */
export interface Scene extends Place {
  stack: Stack;
  chain: Chain;
  /** Content ids by the pieces' slugs. */
  contentIds: Map<string, string>;
}

let scene: Promise<Scene> | undefined;
const home = mkdtempSync(join(tmpdir(), "heed-scenarios-"));

/** The scene that all scenarios share: set up when the first asks, cleared away after the last. */
export function sharedScene(): Promise<Scene> {
  scene ??= setUp();
  return scene;
}

async function setUp(): Promise<Scene> {
  const stack = await startStack({ home });
  const place = { oracleUrl: stack.oracleUrl, webOrigin: stack.webUrl, chainId: stack.deployment.chainId };
  try {
    const { contentIds } = await seed({ ...place, rpcUrl: stack.rpcUrl, operatorToken: stack.operatorToken });
    await trainModel(stack.oracleUrl, stack.operatorToken);
    return { ...place, stack, chain: await openChain(stack.rpcUrl), contentIds };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

after(async () => {
  await scene?.then(({ stack }) => stack.stop()).catch(() => {});
  rmSync(home, { recursive: true, force: true });
});
