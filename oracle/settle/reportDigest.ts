import { type Report, reportDomain, reportTypes } from "@heed/contracts/report";
import { type Address, type Hex, hashTypedData } from "viem";

/** A report as its signers' wallets take it: EIP-712. */
export function reportTypedData(chainId: number, oracle: Address, report: Report) {
  return {
    domain: reportDomain(chainId, oracle),
    types: reportTypes,
    primaryType: "Report",
    message: report,
  } as const;
}

/** The digest that a report's signers sign, and under which the chain knows it. */
export function reportDigest(chainId: number, oracle: Address, report: Report): Hex {
  return hashTypedData(reportTypedData(chainId, oracle, report));
}
