import { formatEther, formatGwei, isAddressEqual } from "viem";
import type { Beginning } from "./journal.ts";
import type { Terms } from "./rehearse.ts";
import { warnings } from "./roles.ts";
import type { Target } from "./target.ts";

/** What a deployment will cost, in wei. */
export interface Cost {
  transactions: number;
  gas: bigint;
  /** A unit of gas at present, and at most. */
  gasPrice: bigint;
  maxGasPrice: bigint;
  balance: bigint;
  terms: Terms;
}

/** What is about to be sent, for whoever says yes to it. */
export function summary(
  { network, chainId, url }: Target,
  beginning: Beginning,
  { transactions, gas, gasPrice, maxGasPrice, balance, terms }: Cost,
): string {
  const { deployer, owner, adminDelay, guardian, treasury, quoteSigner, signerExpiresAt, reporters, quorum } =
    beginning;
  const delay = isAddressEqual(owner, deployer) ? "the deployer, with no delay" : `its acts wait ${span(adminDelay)}`;
  const epoch = `an epoch lasts ${span(terms.epochDuration)}, its report may come for ${span(terms.reportWindow)}`;
  const vetoes = `be vetoed for ${span(terms.challengeWindow)}, be settled for ${span(terms.settlementWindow)} after the epoch`;
  const lines = [
    ["chain", `${chainId} («${network}» at ${new URL(url).origin})`],
    ["deployer", `${deployer}, which has ${ether(balance)}`],
    ["owner", `${owner} (${delay})`],
    ["guardian", guardian],
    ["treasury", `${treasury}, which gets ${terms.protocolFeeBps / 100} % of every split at least`],
    ["supply", `${Number(formatEther(terms.supply)).toLocaleString("en")} HEED, all of it to ${terms.holder}`],
    ["quote signer", `${quoteSigner} (until ${new Date(signerExpiresAt * 1000).toISOString().slice(0, 10)})`],
    ["reporters", `${quorum} of ${reporters.join(", ")}`],
    ["reports", `${epoch}, ${vetoes}`],
    ["transactions", `${transactions}, ${gas.toLocaleString("en")} gas, as rehearsed in this process`],
    ["cost", `about ${ether(gas * gasPrice)} at ${formatGwei(gasPrice)} gwei, at most ${ether(gas * maxGasPrice)}`],
  ].map(([name, value]) => `  ${name!.padEnd(14)} ${value}`);
  return [...lines, ...warnings(beginning).map((line) => `  ⚠ ${line}`)].join("\n");
}

/** Who holds the roles at the end, once that is made sure of. */
export function handedOver({ deployer, owner, guardian, adminDelay }: Beginning): string {
  if (isAddressEqual(owner, deployer)) return `every role is the deployer's (${deployer}), as was said`;
  const rest = isAddressEqual(guardian, deployer) ? "the deployer no other" : "the deployer none";
  return `the roles are handed over: owner ${owner} (its acts wait ${span(adminDelay)}), guardian ${guardian}, ${rest}`;
}

/** An amount as one reads it: at least two decimals where it is large, four digits where it is small. */
export function ether(wei: bigint): string {
  const amount = new Intl.NumberFormat("en", {
    maximumSignificantDigits: 4,
    maximumFractionDigits: 2,
    roundingPriority: "morePrecision",
  });
  return `${amount.format(Number(formatEther(wei)))} ether`;
}

/** Seconds, in the largest unit that they are a whole number of. */
export function span(seconds: number): string {
  const [unit, name] = [[86_400, "d"] as const, [3_600, "h"] as const, [60, "min"] as const].find(
    ([length]) => seconds >= length && seconds % length === 0,
  ) ?? [1, "s"];
  return `${seconds / unit} ${name}`;
}
