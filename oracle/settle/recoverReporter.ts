import type { Report } from "@heed/contracts/report";
import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { reportTypedData } from "./reportDigest.ts";

/** Returns whose key made this signature of a report, or null where it isn't one. Checksummed. */
export async function recoverReporter(
  chainId: number,
  oracle: Address,
  report: Report,
  signature: Hex,
): Promise<Address | null> {
  const typed = reportTypedData(chainId, oracle, report);
  return await recoverTypedDataAddress({ ...typed, signature }).catch(() => null);
}
