import { concat, keccak256 } from "ethers";

const hashPair = (a: string, b: string) => keccak256(a < b ? concat([a, b]) : concat([b, a]));

/**
 * A Merkle tree over hashed leaves whose pairs are hashed in order, as OpenZeppelin's and Uniswap's contracts check it; a node without a
 * sibling rises as it is.
 *
 * @returns the root, and the proof of the leaf at an index.
 */
export function merkleTree(leaves: readonly string[]): { root: string; proofOf(index: number): string[] } {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level;
    const lefts = below.filter((_, i) => i % 2 === 0);
    level = lefts.map((left, i) => (2 * i + 1 < below.length ? hashPair(left, below[2 * i + 1]!) : left));
  }
  return {
    root: levels.at(-1)![0]!,
    proofOf: (index) => levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []),
  };
}
