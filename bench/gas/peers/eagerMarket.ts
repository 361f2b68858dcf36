import type { Peer, PeerChain } from "../peer.ts";
import { fields } from "../typedData.ts";

/** What `npm init` and OpenZeppelin's wizard give: the optimizer's 200 runs, no intermediate representation. */
export const usualSettings = {
  evmVersion: "osaka",
  optimizer: { enabled: true, runs: 200 },
  remappings: ["@openzeppelin/=node_modules/@openzeppelin/"],
};

const quote = "address buyer, uint256 contentId, uint256 price, address referrer, uint256 nonce, uint256 expiresAt";

export const eagerMarket: Peer = {
  name: "OpenZeppelin idiom",
  about:
    "bench/peers/contracts/EagerMarket.sol: signed price, ERC-1155, every payee and the referrer credited at once, buyer's nonce; 1, 2, 5 and 10 payees; solc 0.8.37, 200 runs",
  sources: [
    {
      name: "the OpenZeppelin idiom",
      compiler: "solc",
      settings: usualSettings,
      contracts: { EagerMarket: "bench/peers/contracts/EagerMarket.sol" },
    },
  ],
  async measure(chain, { EagerMarket }) {
    const { token, signer, buyer, other, creator, payees, gasOf } = chain;
    const market = await chain.deploy(EagerMarket!, token.target, signer.address);
    await chain.approve(buyer, market);
    await chain.approve(other, market);
    const buy = buyerOf(chain, market.target as string);

    const gas: Record<string, number> = {};
    // A content for each number of payees, whom somebody else's purchases warm; the buyer of each is new to the market.
    for (const [i, count] of [1, 2, 5, 10].entries()) {
      const suffix = count === 1 ? "" : `${count}Payees`;
      const id = 1n + BigInt(i);
      const shares = payees
        .slice(0, count)
        .map(({ address }) => ({ account: address, bps: Math.floor(10_000 / count) }));
      await market.publish(id, shares);
      await buy(other, id, true);
      const newcomer = payees[payees.length - 1 - i]!;
      await chain.approve(newcomer, market);
      gas[`buyNew${suffix}`] = await gasOf(buy(newcomer, id, true));
      gas[`buyReturning${suffix}`] = await gasOf(buy(newcomer, id, true));
      if (count === 1) {
        gas.buyNewNoReferrer = await gasOf(buy(buyer, id, false));
        gas.buyReturningNoReferrer = await gasOf(buy(buyer, id, false));
      }
    }
    await market.publish(9n, [{ account: creator.address, bps: 10_000 }]);
    await buy(other, 9n, false);
    gas.claimOne = await gasOf(market.connect(creator).withdraw());
    // The claim emptied the creator's credit, and the next purchase pays to fill it.
    gas.buyReturningNoReferrerAfterClaim = await gasOf(buy(other, 9n, false));
    return gas;
  },
};

/** Buys one of a content at the market's price, signed for the buyer. */
function buyerOf({ ethers, networkHelpers, price, signer, referrer, at }: PeerChain, address: string) {
  const market = at(address, [
    `function buy((${quote}) quote, bytes signature)`,
    "function nonces(address) view returns (uint256)",
  ]);
  return async (buyer: PeerChain["buyer"], contentId: bigint, referred: boolean) => {
    const offer = {
      buyer: buyer.address,
      contentId,
      price,
      referrer: referred ? referrer.address : ethers.ZeroAddress,
      nonce: await market.nonces(buyer.address),
      expiresAt: (await networkHelpers.time.latest()) + 120,
    };
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "EagerMarket", version: "1", chainId, verifyingContract: address };
    return market.connect(buyer).buy(offer, await signer.signTypedData(domain, { Quote: fields(quote) }, offer));
  };
}
