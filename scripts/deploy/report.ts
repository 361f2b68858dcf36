import { formatEther, formatGwei } from "viem";
import type { Beginning } from "./journal.ts";
import type { Target } from "./target.ts";

/** What a deployment will cost, in wei. */
export interface Cost {
  transactions: number;
  gas: bigint;
  /** A unit of gas at present, and at most. */
  gasPrice: bigint;
  maxGasPrice: bigint;
  balance: bigint;
}

/** What is about to be sent, for whoever says yes to it. */
export function summary(
  { network, chainId, url }: Target,
  { deployer, owner, adminDelay, guardian, treasury, quoteSigner, signerExpiresAt, reporters, quorum }: Beginning,
  { transactions, gas, gasPrice, maxGasPrice, balance }: Cost,
): string {
  const delay = owner === deployer ? "the deployer, with no delay" : `its acts wait ${adminDelay} s`;
  const ether = (wei: bigint) => `${Number(formatEther(wei)).toPrecision(4)} ether`;
  return [
    ["chain", `${chainId} («${network}» at ${new URL(url).origin})`],
    ["deployer", `${deployer}, which has ${ether(balance)}`],
    ["owner", `${owner} (${delay})`],
    ["guardian", guardian],
    ["treasury", treasury],
    ["quote signer", `${quoteSigner} (until ${new Date(signerExpiresAt * 1000).toISOString().slice(0, 10)})`],
    ["reporters", `${quorum} of ${reporters.join(", ")}`],
    ["transactions", `${transactions}, ${gas.toLocaleString("en")} gas, as rehearsed in this process`],
    ["cost", `about ${ether(gas * gasPrice)} at ${formatGwei(gasPrice)} gwei, at most ${ether(gas * maxGasPrice)}`],
  ]
    .map(([name, value]) => `  ${name!.padEnd(14)} ${value}`)
    .join("\n");
}
