import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { SetupError } from "../service/errors.ts";
import type { Options } from "../service/options.ts";

const GRACE_MS = 5000;

export interface Listening {
  /** Where the API answers, with the port that was really taken. */
  url: string;
  /** Lets requests under way finish, then closes. */
  close(): Promise<void>;
}

/**
 * Serves an API over HTTP.
 * @throws {SetupError} if the port is taken or may not be used.
 */
export function listen(
  app: { fetch: (request: Request) => Response | Promise<Response> },
  { host, port }: Pick<Options, "host" | "port">,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, () => {
      const taken = (server.address() as AddressInfo).port;
      resolve({ url: `http://${host}:${taken}`, close: () => close(server) });
    });
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => "closeIdleConnections" in server && server.closeIdleConnections(), 20);
    const late = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): SetupError {
  if (error.code === "EADDRINUSE") {
    return new SetupError(`Port ${port} is in use by another program.`, {
      code: "port-busy",
      field: "HEED_PORT",
      hint: `Stop that program (an oracle that is still running?), or choose another port: HEED_PORT=${port + 1}.`,
      cause: error,
    });
  }
  return new SetupError(`The oracle can't listen on ${host}:${port}: ${error.code ?? error.message}.`, {
    code: "cannot-listen",
    field: "HEED_PORT",
    hint: "Choose a port above 1023 (HEED_PORT) and an address of this machine (HEED_HOST).",
    cause: error,
  });
}
