import type { Deployment } from "@heed/contracts/deployment";
import type { ChainClient } from "./client.ts";
import { type Quorum, readQuorum } from "./epochTerms.ts";

/** Reporters change by a transaction with a delay: what was asked a moment ago is as good, ms. */
const FRESH_MS = 5_000;

/** Reads who signs reports, asking the node once in five seconds, however many ask. A failure is asked again. */
export function createQuorumCache(client: ChainClient, nowMs: () => number) {
  let known: { of: string; atMs: number; quorum: Promise<Quorum> } | null = null;
  return (deployment: Pick<Deployment, "oracle">): Promise<Quorum> => {
    const fresh = known?.of === deployment.oracle && nowMs() - known.atMs < FRESH_MS;
    if (known && fresh) return known.quorum;
    const asked = { of: deployment.oracle, atMs: nowMs(), quorum: readQuorum(client, deployment) };
    known = asked;
    asked.quorum.catch(() => {
      if (known === asked) known = null;
    });
    return asked.quorum;
  };
}
