import { ZeroAddress, ZeroHash } from "ethers";
import type { Peer, PeerChain } from "../peer.ts";
import { fields } from "../typedData.ts";
import { usualSettings } from "./eagerMarket.ts";

const packages = "bench/peers/node_modules";

/** Those of Seaport's own foundry.toml. */
const settings = {
  evmVersion: "cancun",
  viaIR: true,
  optimizer: { enabled: true, runs: 4_294_967_295 },
  remappings: [`seaport-types/=${packages}/seaport-types/`],
};

const item = "uint8 itemType, address token, uint256 identifierOrCriteria, uint256 startAmount, uint256 endAmount";
const types = {
  OrderComponents: fields(
    "address offerer, address zone, OfferItem[] offer, ConsiderationItem[] consideration, uint8 orderType, uint256 startTime, uint256 endTime, bytes32 zoneHash, uint256 salt, bytes32 conduitKey, uint256 counter",
  ),
  OfferItem: fields(item),
  ConsiderationItem: fields(`${item}, address recipient`),
};

const ERC20 = 1;
const ERC1155 = 3;
const ERC20_TO_ERC1155_FULL_OPEN = 12;

export const seaport: Peer = {
  name: "Seaport 1.6",
  about:
    "seaport-core 1.6.6, solc 0.8.24 by its own settings: basic orders that sell an ERC-1155 piece, to one recipient and to three",
  sources: [
    {
      name: "Seaport 1.6",
      compiler: "solc-0.8.24",
      settings,
      contracts: {
        Seaport: `${packages}/seaport-core/src/Seaport.sol`,
        ConduitController: `${packages}/seaport-core/src/conduit/ConduitController.sol`,
      },
    },
    {
      name: "what Seaport sells",
      compiler: "solc",
      settings: usualSettings,
      contracts: { Pieces: "bench/peers/contracts/Pieces.sol" },
    },
  ],
  async measure(chain, { Seaport, ConduitController, Pieces }) {
    const { creator, buyer, gasOf, deploy } = chain;
    const controller = await deploy(ConduitController!);
    const market = await deploy(Seaport!, controller.target);
    const pieces = await deploy(Pieces!);
    for (const id of [1, 2]) await pieces.mint(creator.address, id, 1_000);
    await pieces.connect(creator).setApprovalForAll(market.target, true);
    await chain.approve(buyer, market);
    const buy = async (id: number, recipients: number, salt: number) =>
      market
        .connect(buyer)
        .fulfillBasicOrder(
          await signedOrder(chain, market.target as string, pieces.target as string, id, recipients, salt),
        );
    return {
      buyNewNoReferrer: await gasOf(buy(1, 1, 1)),
      buyReturningNoReferrer: await gasOf(buy(1, 1, 2)),
      buyNew3Payees: await gasOf(buy(2, 3, 3)),
      buyReturning3Payees: await gasOf(buy(2, 3, 4)),
    };
  },
};

/** A basic order of the creator's, who shares the price with a payee and the referrer if there are three recipients. */
async function signedOrder(
  { ethers, networkHelpers, token, creator, referrer, payees, price }: PeerChain,
  market: string,
  pieces: string,
  id: number,
  recipients: number,
  salt: number,
) {
  const shares = recipients === 1 ? [] : [payees[0]!, referrer];
  const additionalRecipients = shares.map(({ address }) => ({ amount: price / 20n, recipient: address }));
  const considerationAmount = price - (price / 20n) * BigInt(shares.length);
  const now = await networkHelpers.time.latest();
  const common = {
    offerer: creator.address,
    zone: ZeroAddress,
    startTime: now - 60,
    endTime: now + 120,
    zoneHash: ZeroHash,
    salt: ethers.id(`${salt}`),
  };
  const paid = (amount: bigint, recipient: string) => ({
    itemType: ERC20,
    token: token.target,
    identifierOrCriteria: 0,
    startAmount: amount,
    endAmount: amount,
    recipient,
  });
  const order = {
    ...common,
    offer: [{ itemType: ERC1155, token: pieces, identifierOrCriteria: id, startAmount: 1, endAmount: 1 }],
    consideration: [
      paid(considerationAmount, creator.address),
      ...additionalRecipients.map(({ amount, recipient }) => paid(amount, recipient)),
    ],
    orderType: 0,
    conduitKey: ZeroHash,
    counter: 0,
  };
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Seaport", version: "1.6", chainId, verifyingContract: market };
  return {
    ...common,
    considerationToken: token.target,
    considerationIdentifier: 0,
    considerationAmount,
    offerToken: pieces,
    offerIdentifier: id,
    offerAmount: 1,
    basicOrderType: ERC20_TO_ERC1155_FULL_OPEN,
    offererConduitKey: ZeroHash,
    fulfillerConduitKey: ZeroHash,
    totalOriginalAdditionalRecipients: additionalRecipients.length,
    additionalRecipients,
    signature: await creator.signTypedData(domain, types, order),
  };
}
