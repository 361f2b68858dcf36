import { type Address, concat, encodeAbiParameters, type Hex, keccak256 } from "viem";

/** The hash of a payout as a leaf of the payouts' tree, as @openzeppelin/merkle-tree makes it: hashed twice, so that no inner node passes for a leaf. */
export function payoutLeafHash(account: Address, cumulativeWei: bigint): Hex {
  return keccak256(
    keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [account, cumulativeWei])),
  );
}

/** The root of the tree in which a leaf stands with this proof: its siblings from the leaf up, the smaller of each two first. */
export function rootOf(leaf: Hex, proof: readonly Hex[]): Hex {
  return proof.reduce(
    (node, sibling) => keccak256(BigInt(node) < BigInt(sibling) ? concat([node, sibling]) : concat([sibling, node])),
    leaf,
  );
}
