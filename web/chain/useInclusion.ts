"use client";

import { attentionOracleAbi } from "@heed/contracts/abis";
import { useMutation } from "@tanstack/react-query";
import { type Address, type Hex, isAddressEqual, parseEventLogs } from "viem";
import { type Config, useConfig as useWagmi } from "wagmi";
import { getTransactionReceipt, readContract } from "wagmi/actions";
import { useConfig } from "../config/context.tsx";
import { payoutLeafHash, rootOf } from "../epochs/inclusion.ts";
import { useOracle } from "../oracle/context.tsx";
import { OracleError } from "../oracle/OracleError.ts";

export interface Inclusion {
  account: Address;
  cumulativeWei: bigint;
  hashes: number;
  /** What the account's amount and the proof hash to, computed here */
  computedRoot: Hex;
  /** What the chain has, and in which block */
  chainRoot: Hex;
  block: bigint;
  /** The report was vetoed since */
  vetoed: boolean;
}

/**
 * Checks in this browser that an account's amount stands in an epoch's report: the proof comes from the oracle, the root from the
 * chain. Resolves to null where the account had earned nothing by then.
 */
export function useInclusion(epoch: number, postedIn: Hex) {
  const oracle = useOracle();
  const wagmi = useWagmi() as Config;
  const { chainId, oracle: reports } = useConfig();
  return useMutation({
    mutationFn: async (account: Address): Promise<Inclusion | null> => {
      const proven = await oracle.proof(epoch, account).catch((error: unknown) => {
        if (error instanceof OracleError && error.code === "nothing-earned") return null;
        throw error;
      });
      if (proven === null) return null;
      const receipt = await getTransactionReceipt(wagmi, { hash: postedIn, chainId });
      const logs = receipt.logs.filter(({ address }) => isAddressEqual(address, reports));
      const posted = parseEventLogs({ abi: attentionOracleAbi, eventName: "ReportPosted", logs }).find(
        ({ args }) => args.epoch === BigInt(epoch),
      );
      if (!posted) throw new Error(`Transaction ${postedIn} posted no report of epoch ${epoch}.`);
      const standing = await readContract(wagmi, {
        ...{ address: reports, abi: attentionOracleAbi, functionName: "reportOf", args: [BigInt(epoch)], chainId },
      } as const);
      const cumulativeWei = BigInt(proven.cumulativeWei);
      return {
        account,
        cumulativeWei,
        hashes: proven.proof.length,
        computedRoot: rootOf(payoutLeafHash(account, cumulativeWei), proven.proof as Hex[]),
        chainRoot: posted.args.report.payoutsRoot,
        block: receipt.blockNumber,
        vetoed: standing.digest !== posted.args.digest,
      };
    },
  });
}
