import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { toBeHex } from "ethers";
import type { Peer } from "../peer.ts";
import { usualSettings } from "./eagerMarket.ts";

export const cumulativeDistributor: Peer = {
  name: "OpenZeppelin cumulative Merkle claim",
  about:
    "bench/peers/contracts/CumulativeDistributor.sol: 1,000 leaves, claimed again and for the first time; solc 0.8.37, 200 runs",
  sources: [
    {
      name: "the cumulative Merkle claim",
      compiler: "solc",
      settings: usualSettings,
      contracts: { CumulativeDistributor: "bench/peers/contracts/CumulativeDistributor.sol" },
    },
  ],
  async measure({ token, buyer, deploy, gasOf }, { CumulativeDistributor }) {
    const distributor = await deploy(CumulativeDistributor!, token.target);
    await token.transfer(distributor.target, 10n ** 24n);
    const others = Array.from({ length: 999 }, (_, i) => toBeHex(0xabc000 + i, 20));
    /** Posts what everybody has earned so far. */
    const post = async (cumulative: bigint) => {
      const values = [buyer.address, ...others].map((account): [string, bigint] => [account, cumulative]);
      const tree = StandardMerkleTree.of(values, ["address", "uint256"]);
      await distributor.setRoot(tree.root);
      return (account: string) =>
        gasOf(distributor.connect(buyer).claim(account, cumulative, tree.getProof([account, cumulative])));
    };
    const claim = await post(1_234_567_890_123_456_789n);
    await claim(buyer.address);
    const rewardClaim1000First = await claim(others[0]!);
    const claimLater = await post(2_345_678_901_234_567_890n);
    return { rewardClaim1000: await claimLater(buyer.address), rewardClaim1000First };
  },
};
