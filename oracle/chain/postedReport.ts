import { attentionOracleAbi } from "@heed/contracts/abis";
import type { Deployment } from "@heed/contracts/deployment";
import type { Report } from "@heed/contracts/report";
import { NotFoundError } from "../service/errors.ts";
import type { ChainClient } from "./client.ts";

/** A report as the chain has it, and the epoch of the one that it builds on; 0 where it is the first. */
export interface PostedReport {
  report: Report;
  previousEpoch: number;
  /** The rate before it. */
  previousRateWei: bigint;
  final: boolean;
}

/**
 * Reads an epoch's report from the chain alone: the event that carries it, held against what the contract keeps.
 * @throws {NotFoundError} if no report of that epoch stands.
 */
export async function readPostedReport(
  client: ChainClient,
  { oracle, deployedAtBlock }: Pick<Deployment, "oracle" | "deployedAtBlock">,
  epoch: number,
): Promise<PostedReport> {
  const contract = { address: oracle, abi: attentionOracleAbi } as const;
  const kept = await client.readContract({ ...contract, functionName: "reportOf", args: [BigInt(epoch)] });
  const events = await client.getContractEvents({
    ...contract,
    eventName: "ReportPosted",
    args: { epoch: BigInt(epoch) },
    fromBlock: BigInt(deployedAtBlock),
    strict: true,
  });
  const event = events.find(({ args }) => args.digest === kept.digest);
  if (!event) {
    throw new NotFoundError(`No report of epoch ${epoch} stands on the chain.`, {
      code: "report-not-posted",
      field: "epoch",
      hint: "heed epochs lists the epochs and where they stand; a vetoed report is gone.",
    });
  }
  const [before, final] = await Promise.all([
    client.readContract({ ...contract, functionName: "reportOf", args: [kept.previous] }),
    client.readContract({ ...contract, functionName: "finalized", args: [BigInt(epoch)] }),
  ]);
  return { report: event.args.report, previousEpoch: Number(kept.previous), previousRateWei: before.rate, final };
}
