import { type Hex, keccak256, toHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

/**
 * The key of somebody in the demo: keccak256 of "heed demo: " and their name, so that every start has the same people.
 * Anyone can compute it: such a key is for a local chain only.
 */
export function demoKey(name: string): Hex {
  return keccak256(toHex(`heed demo: ${name}`));
}

export function demoAccount(name: string): PrivateKeyAccount {
  return privateKeyToAccount(demoKey(name));
}

/** The case study's viewer, who follows ten creators: import the key as a burner to see what they see. Public, local chain only. */
export const demoViewer = {
  privateKey: demoKey("viewer"),
  address: demoAccount("viewer").address,
} as const;
