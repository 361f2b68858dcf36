import { join } from "node:path";
import { type Child, root, startChild } from "./child.ts";

/** Asks a JSON-RPC address one question. Throws what the node answers as an error. */
export async function rpc<T>(url: string, method: string, params: unknown[] = []): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result: T; error?: { message: string } };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

/** Starts a Hardhat node (chain 31337, in memory) and waits until it answers. */
export async function startChain(options: { port: number; logFile: string }): Promise<Child & { url: string }> {
  const url = `http://127.0.0.1:${options.port}`;
  const hardhat = join(root, "node_modules", "hardhat", "dist", "src", "cli.js");
  const child = await startChild({
    name: "chain",
    args: [hardhat, "node", "--hostname", "127.0.0.1", "--port", String(options.port)],
    logFile: options.logFile,
    ready: async () => (await rpc<string>(url, "eth_chainId").catch(() => null)) === "0x7a69",
  });
  return { ...child, url };
}
