import { payoutLeafTypes } from "@heed/contracts/report";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { getAddress, type Hex, keccak256, toHex } from "viem";
import { Leaves, leafHash, provenRoot } from "../../oracle/settle/standardTree.ts";

const leavesOf = (count: number): [string, bigint][] =>
  Array.from({ length: count }, (_, i) => [
    getAddress(`0x${keccak256(toHex(i)).slice(-40)}`),
    BigInt(keccak256(toHex(`wei ${i}`))) >> BigInt(i % 256),
  ]);

describe("The tree in one piece", () => {
  for (const count of [1, 2, 3, 4, 5, 31, 32, 33, 1_500]) {
    it(`has OpenZeppelin's root and proofs for ${count} leaves`, async () => {
      const leaves = leavesOf(count);
      const theirs = StandardMerkleTree.of(leaves, payoutLeafTypes);
      const gathered = new Leaves();
      for (const [account, amount] of leaves.toReversed()) gathered.add(account, amount);
      const ours = await gathered.tree();
      expect(ours.root).to.equal(theirs.root);
      for (const [account, amount] of leaves.slice(0, 50)) {
        const proof = ours.proof(leafHash(account, amount));
        expect(proof).to.deep.equal(theirs.getProof([account, amount]));
        expect(provenRoot(leafHash(account, amount), proof as Hex[])).to.equal(theirs.root);
      }
    });
  }

  it("has the one leaf of nothing for nobody where there are none", async () => {
    const nobody: [string, bigint] = ["0x0000000000000000000000000000000000000000", 0n];
    expect((await new Leaves().tree()).root).to.equal(StandardMerkleTree.of([nobody], payoutLeafTypes).root);
  });

  it("lets others work while it is built", async () => {
    const gathered = new Leaves();
    for (const [account, amount] of leavesOf(20_000)) gathered.add(account, amount);
    let [turns, built] = [0, false];
    const others = (async () => {
      for (; !built; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    })();
    await gathered.tree();
    built = true;
    await others;
    expect(turns).to.be.above(100);
  });

  it("has no proof of what isn't in it", async () => {
    const gathered = new Leaves();
    for (const [account, amount] of leavesOf(20)) gathered.add(account, amount);
    const [account, amount] = leavesOf(1)[0]!;
    expect((await gathered.tree()).proof(leafHash(account, amount + 1n))).to.equal(null);
  });
});
