import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { node, root } from "../../../scripts/stack/child.ts";

const program = join(root, "node_modules", ".bin", "anvil");

/** Whether anvil came with the packages: it is there for Linux on x64. */
export const hasAnvil = existsSync(program);

/** A chain in a process of its own, one block a transaction, on osaka rules; gone when this process is. */
export async function startAnvil(chainId: number): Promise<{ url: string; stop(): Promise<void> }> {
  const leash = join(root, "scripts", "stack", "leash.ts");
  const args = ["--port", "0", "--chain-id", String(chainId), "--hardfork", "osaka"];
  const child = spawn(node, [leash, program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.on("exit", (code) => reject(new Error(`anvil ended with ${code}: ${said}`)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners("exit").on("exit", () => resolve());
        child.stdin.end();
      }),
  };
}

/**
 * A node in front of another that kills its client (SIGKILL) when a number of transactions have reached the chain, before the
 * client hears that the last of them did: the worst moment there is.
 */
export async function startDeadlyNode(
  url: string,
): Promise<{ url: string; aim(victim: ChildProcess, transactions: number): void; stop(): void }> {
  let victim: ChildProcess | undefined;
  let left = Number.POSITIVE_INFINITY;
  const server: Server = createServer(async (request, response) => {
    const body = await text(request);
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const said = await answer.text();
    if (body.includes("eth_sendRawTransaction") && --left === 0) victim?.kill("SIGKILL");
    // Whoever asks for more after the last of them is dead already.
    if (left > 0) response.writeHead(answer.status, { "content-type": "application/json" }).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    aim: (at, transactions) => {
      victim = at;
      left = transactions;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
