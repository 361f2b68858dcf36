import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { solidityPackedKeccak256, toBeHex } from "ethers";
import { packagedArtifact } from "../artifacts.ts";
import type { Peer } from "../peer.ts";

const amount = 1_234_567_890_123_456_789n;

export const uniswapDistributor: Peer = {
  name: "Uniswap merkle-distributor",
  about:
    "@uniswap/merkle-distributor 1.0.1's bytecode: 1,000 leaves, one claim ever for each; by a holder, and by an account without the token",
  async measure({ token, buyer, deploy, gasOf }) {
    const accounts = Array.from({ length: 1_000 }, (_, i) => (i === 1 ? buyer.address : toBeHex(0xabc000 + i, 20)));
    const tree = SimpleMerkleTree.of(
      accounts.map((account, index) =>
        solidityPackedKeccak256(["uint256", "address", "uint256"], [index, account, amount]),
      ),
    );
    const artifact = packagedArtifact("@uniswap/merkle-distributor/build/MerkleDistributor.json");
    const distributor = await deploy(artifact, token.target, tree.root);
    await token.transfer(distributor.target, 1_000n * amount);
    const claim = (index: number) =>
      gasOf(distributor.connect(buyer).claim(index, accounts[index]!, amount, tree.getProof(index)));
    // The first claim opens the word of 256 bits that the next ones share.
    await claim(0);
    return { rewardClaim1000: await claim(1), rewardClaim1000First: await claim(256) };
  },
};
