import { randomInt } from "node:crypto";
import { createServer } from "node:net";

function tryListen(port: number, host?: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      // A machine without IPv6 can't be busy on it.
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(port);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const bound = (server.address() as { port: number }).port;
      server.close(() => resolve(bound));
    });
  });
}

/** Whether nothing listens on a port, on the loopback interface or on all of them. */
async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port, "127.0.0.1")) !== null && (await tryListen(port)) !== null;
}

/** Below those that systems give to outgoing connections (32768 and up), which would take a port again before it is listened on. */
const CHOSEN_FROM = [20_000, 32_768] as const;
const chosen = new Set<number>();

/** A port that nothing listens on, by chance, and never the same again in this process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...CHOSEN_FROM);
    if (chosen.has(port) || !(await isFree(port))) continue;
    chosen.add(port);
    return port;
  }
}

/** The first free port from `wanted` on. Throws if the next twenty are all busy. */
export async function freePortFrom(wanted: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wanted; port < wanted + 20; port++) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`Ports ${wanted} to ${wanted + 19} are all busy. Stop what listens there, or name another port.`);
}
