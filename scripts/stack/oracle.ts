import { answers, type Child, startChild } from "./child.ts";

export interface OracleOptions {
  port: number;
  /** The folder for the database, the secret and the logs (HEED_HOME). */
  home: string;
  rpcUrl: string;
  webOrigins: string[];
  logFile: string;
  /** "simulated" where the audience comes from the generator; the dApp says so on screen. */
  audience?: "simulated" | "real";
  env?: Record<string, string | undefined>;
}

/** Starts the oracle and waits until its health check answers. */
export async function startOracle(options: OracleOptions): Promise<Child & { url: string }> {
  // "localhost" like the dApp's own address: to a browser 127.0.0.1 is another site, which gets no session cookie.
  const url = `http://localhost:${options.port}`;
  const child = await startChild({
    name: "oracle",
    args: ["oracle/main.ts"],
    env: {
      HEED_PORT: String(options.port),
      HEED_HOME: options.home,
      HEED_RPC_URL: options.rpcUrl,
      HEED_WEB_ORIGIN: options.webOrigins.join(","),
      HEED_AUDIENCE: options.audience ?? "simulated",
      ...options.env,
    },
    logFile: options.logFile,
    ready: () => answers(`${url}/health`),
  });
  return { ...child, url };
}
