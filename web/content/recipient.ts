import { isAddress, zeroAddress } from "viem";

/**
 * What is wrong with a gift's recipient: no address at all, or one from which a licence never comes back.
 * @param contracts our own, which keep what they are sent
 */
export function recipientProblem(recipient: string, contracts: readonly string[]): "no-address" | "lost" | null {
  if (!isAddress(recipient)) return "no-address";
  const same = (address: string) => address.toLowerCase() === recipient.toLowerCase();
  return [zeroAddress, ...contracts].some(same) ? "lost" : null;
}
