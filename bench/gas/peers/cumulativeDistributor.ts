import { AbiCoder, keccak256, toBeHex } from "ethers";
import { merkleTree } from "../merkle.ts";
import type { Peer } from "../peer.ts";
import { usualSettings } from "./eagerMarket.ts";

const leafOf = (account: string, cumulative: bigint) =>
  keccak256(keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account, cumulative])));

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
    const [earned, earnedLater] = [1_234_567_890_123_456_789n, 2_345_678_901_234_567_890n];
    const fresh = toBeHex(0xf2e5, 20);
    /** Posts what everybody has earned so far; the first two leaves are the accounts measured. */
    const post = async (cumulative: bigint) => {
      const accounts = [buyer.address, fresh, ...Array.from({ length: 998 }, (_, i) => toBeHex(0xabc000 + i, 20))];
      const tree = merkleTree(accounts.map((account) => leafOf(account, cumulative)));
      await distributor.setRoot(tree.root);
      return tree;
    };
    const first = await post(earned);
    const claim = (index: number, account: string, cumulative: bigint, tree: typeof first) =>
      gasOf(distributor.connect(buyer).claim(account, cumulative, tree.proofOf(index)));
    await claim(0, buyer.address, earned, first);
    const rewardClaim1000First = await claim(1, fresh, earned, first);
    const second = await post(earnedLater);
    return {
      rewardClaim1000: await claim(0, buyer.address, earnedLater, second),
      rewardClaim1000First,
    };
  },
};
