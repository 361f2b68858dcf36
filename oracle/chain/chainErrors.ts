import { BaseError, HttpRequestError, SocketClosedError, TimeoutError, WebSocketRequestError } from "viem";
import { UnavailableError } from "../service/errors.ts";

/** The node doesn't answer, or not what a node of this chain would. */
export function chainUnreachable(cause: unknown, rpcUrl: string): UnavailableError {
  const { host } = new URL(rpcUrl);
  return new UnavailableError(`The chain's node at ${host} can't be reached.`, {
    code: "chain-unreachable",
    hint: "Wait a moment and try again. If you run the node: start it, or correct HEED_RPC_URL.",
    cause,
  });
}

/** The node answers, but the contracts aren't there. */
export function notDeployed(chainId: number, cause?: unknown): UnavailableError {
  return new UnavailableError(`Heed's contracts aren't deployed on chain ${chainId}.`, {
    code: "not-deployed",
    hint: "Deploy them: npm run deploy. On the local chain npm start does it.",
    cause,
  });
}

/** Whether a call failed because the node wasn't there, as against because of what was asked. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof BaseError)) return error instanceof TypeError && error.message === "fetch failed";
  return (
    error.walk(
      (cause) =>
        cause instanceof HttpRequestError ||
        cause instanceof TimeoutError ||
        cause instanceof SocketClosedError ||
        cause instanceof WebSocketRequestError,
    ) !== null
  );
}
