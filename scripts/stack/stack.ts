import { join } from "node:path";
import type { Deployment } from "@heed/contracts/deployment";
import { seed } from "../seed.ts";
import { startChain } from "./chain.ts";
import type { Child } from "./child.ts";
import { demoPeriods, deployContracts } from "./contracts.ts";
import { operatorTokenOf } from "./operatorToken.ts";
import { startOracle } from "./oracle.ts";
import { freePort } from "./ports.ts";
import { startReporters } from "./reporter.ts";
import { buildWeb, startWeb } from "./web.ts";

export interface StackOptions {
  /** HEED_HOME: database, secret, logs. */
  home: string;
  /** Serve the dApp too. */
  web?: boolean;
  /** Publish the demo's contents and let its audience read them. */
  seeded?: boolean;
  /** Epochs of a minute, as in the demo, and the three reporters' processes. */
  epochs?: boolean;
  /** More of the oracle's environment. */
  oracleEnv?: Record<string, string | undefined>;
}

export interface Stack {
  readonly rpcUrl: string;
  readonly oracleUrl: string;
  readonly webUrl: string;
  readonly deployment: Deployment;
  /** Lets a request act as the oracle's operator. */
  readonly operatorToken: string;
  readonly oracle: Child;
  /** Stops everything, the last started first. */
  stop(): Promise<void>;
}

/** Starts chain, contracts, oracle and, if asked, dApp and demo, on free ports: what the tests and benches stand on. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const logs = join(options.home, "logs");
  const children: Child[] = [];
  const stop = async () => {
    for (const child of children.splice(0).reverse()) await child.stop();
  };
  try {
    const webPort = await freePort();
    const chain = await startChain({ port: await freePort(), logFile: join(logs, "chain.log") });
    children.push(chain);
    const deployment = await deployContracts(chain.url, { periods: options.epochs ? demoPeriods : [] });
    const oracle = await startOracle({
      port: await freePort(),
      home: options.home,
      rpcUrl: chain.url,
      webOrigins: [`http://localhost:${webPort}`],
      logFile: join(logs, "oracle.log"),
      env: options.oracleEnv,
    });
    children.push(oracle);
    const at = { oracleUrl: oracle.url, rpcUrl: chain.url, logs };
    if (options.epochs) children.push(...(await startReporters(at)));
    const operatorToken = operatorTokenOf(options.home);
    let webUrl = `http://localhost:${webPort}`;
    if (options.seeded) await seed({ oracleUrl: oracle.url, rpcUrl: chain.url, webOrigin: webUrl, operatorToken });
    if (options.web) {
      await buildWeb();
      const web = await startWeb({
        port: webPort,
        oracleUrl: oracle.url,
        rpcUrl: chain.url,
        logFile: join(logs, "web.log"),
      });
      children.push(web);
      webUrl = web.url;
    }
    return { rpcUrl: chain.url, oracleUrl: oracle.url, webUrl, deployment, operatorToken, oracle, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
