import { join } from "node:path";
import type { Hex } from "viem";
import { type Child, root, startChild } from "./child.ts";

/** Hardhat's accounts #7 to #9, whom a local deployment names as reporters; published with every copy of it. */
const REPORTER_KEYS: readonly Hex[] = [
  "0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
  "0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97",
  "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6",
];

/** Starts the local chain's reporters, each a process with a key of its own. */
export async function startReporters(options: { oracleUrl: string; rpcUrl: string; logs: string }): Promise<Child[]> {
  return await Promise.all(
    REPORTER_KEYS.map((key, index) =>
      startChild({
        name: `reporter ${index + 1}`,
        args: [join(root, "oracle", "cli", "main.ts"), "report", "--oracle", options.oracleUrl],
        env: {
          HEED_REPORTER_KEY: key,
          HEED_RPC_URL: options.rpcUrl,
          HEED_CHAIN_ID: "31337",
          // What only the oracle may know.
          HEED_SECRET: undefined,
          HEED_SIGNER_KEY: undefined,
          HEED_RELAYER_KEY: undefined,
          HEED_FAUCET_KEY: undefined,
          HEED_OPERATOR_TOKEN: undefined,
          DATABASE_URL: undefined,
        },
        logFile: join(options.logs, `reporter-${index + 1}.log`),
        // It answers nobody; what it can't reach, it asks again.
        ready: async () => true,
      }),
    ),
  );
}
