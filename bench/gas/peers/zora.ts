import { AbiCoder, MaxUint256, parseEther, ZeroAddress } from "ethers";
import { type Artifact, linked } from "../artifacts.ts";
import type { Sources } from "../compile.ts";
import type { Peer, PeerChain } from "../peer.ts";

const packages = "bench/peers/node_modules";
const folder = `${packages}/@zoralabs/zora-1155-contracts/src`;

const attribution = `${folder}/delegation/ZoraCreator1155Attribution.sol`;

const MINTER = 4;
const MINT_FEE = parseEther("0.000111");

/** Those of Zora's own foundry.toml; its package ships the contracts as built for tests, without the optimizer. */
const sources: Sources = {
  name: "Zora 1155",
  compiler: "solc-0.8.17",
  settings: {
    viaIR: true,
    optimizer: { enabled: true, runs: 50 },
    remappings: [
      `@zoralabs/=${packages}/@zoralabs/`,
      `@zoralabs/shared-contracts/=${packages}/@zoralabs/shared-contracts/src/`,
      `@openzeppelin/=${packages}/@openzeppelin/`,
      `_imagine/=${packages}/@zoralabs/zora-1155-contracts/_imagine/`,
    ],
  },
  contracts: {
    ZoraCreator1155Impl: `${folder}/nft/ZoraCreator1155Impl.sol`,
    DelegatedTokenCreation: attribution,
    Zora1155: `${folder}/proxies/Zora1155.sol`,
    ERC20Minter: `${folder}/minters/erc20/ERC20Minter.sol`,
    ZoraCreatorFixedPriceSaleStrategy: `${folder}/minters/fixed-price/ZoraCreatorFixedPriceSaleStrategy.sol`,
    ProtocolRewards: `${packages}/@zoralabs/protocol-rewards/src/ProtocolRewards.sol`,
  },
};

export const zoraErc20: Peer = {
  name: "Zora ERC20Minter",
  about:
    "@zoralabs/zora-1155-contracts 2.13.2, solc 0.8.17 by its own settings: mint fee in ether, rewards pushed to referrer, creator and Zora",
  sources: [sources],
  async measure(chain, artifacts) {
    const { token, buyer, other, creator, referrer, deployer, price, gasOf } = chain;
    const { collection } = await openCollection(chain, artifacts);
    const minter = await chain.deploy(artifacts.ERC20Minter!);
    await minter.initialize(deployer.address, deployer.address, 5, MINT_FEE);
    await collection.connect(creator).addPermission(1, minter.target, MINTER);
    const sale = [0, 2n ** 64n - 1n, 0, price, creator.address, token.target];
    await collection
      .connect(creator)
      .callSale(1, minter.target, minter.interface.encodeFunctionData("setSale", [1, sale]));
    for (const person of [buyer, other]) await chain.approve(person, minter);
    const buy = (by: typeof buyer) =>
      minter.connect(by).getFunction("mint")(
        by.address,
        1,
        collection.target,
        1,
        price,
        token.target,
        referrer.address,
        "",
        {
          value: MINT_FEE,
        },
      );
    await buy(other);
    return { buyNew: await gasOf(buy(buyer)), buyReturning: await gasOf(buy(buyer)) };
  },
};

export const zoraEther: Peer = {
  name: "Zora 1155, in ether",
  about: "the same package: a fixed price in ether, the fee credited to referrer, creator and Zora by ProtocolRewards",
  sources: [sources],
  async measure(chain, artifacts) {
    const { buyer, other, creator, referrer, gasOf } = chain;
    const { collection, rewards } = await openCollection(chain, artifacts);
    const minter = await chain.deploy(artifacts.ZoraCreatorFixedPriceSaleStrategy!);
    await collection.connect(creator).addPermission(1, minter.target, MINTER);
    const price = parseEther("0.001");
    const sale = [0, 2n ** 64n - 1n, 0, price, creator.address];
    await collection
      .connect(creator)
      .callSale(1, minter.target, minter.interface.encodeFunctionData("setSale", [1, sale]));
    const buy = (by: typeof buyer) => {
      const to = AbiCoder.defaultAbiCoder().encode(["address", "string"], [by.address, ""]);
      return collection.connect(by).getFunction("mint")(minter.target, 1, 1, [referrer.address], to, {
        value: price + MINT_FEE,
      });
    };
    await buy(other);
    const gas = { buyNew: await gasOf(buy(buyer)), buyReturning: await gasOf(buy(buyer)) };
    return { ...gas, claimOne: await gasOf(rewards.connect(referrer).withdraw(referrer.address, 0)) };
  },
};

/** A creator's collection behind its proxy, with one token on sale to nobody yet. */
async function openCollection({ deployer, creator, deploy, at }: PeerChain, artifacts: Record<string, Artifact>) {
  const rewards = await deploy(artifacts.ProtocolRewards!);
  const library = await deploy(artifacts.DelegatedTokenCreation!);
  const implementation = await deploy(
    linked(artifacts.ZoraCreator1155Impl!, `${attribution}:DelegatedTokenCreation`, library.target as string),
    deployer.address,
    deployer.address,
    rewards.target,
    ZeroAddress,
  );
  const proxy = await deploy(artifacts.Zora1155!, implementation.target);
  const collection = at(proxy.target as string, artifacts.ZoraCreator1155Impl!.abi);
  await collection.initialize("Works", "heed://works", [0, 0, ZeroAddress], creator.address, []);
  await collection.connect(creator).setupNewToken("heed://works/1", MaxUint256);
  return { collection, rewards };
}
