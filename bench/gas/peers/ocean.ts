import { getBytes, Signature, solidityPackedKeccak256, ZeroAddress } from "ethers";
import { packagedArtifact } from "../artifacts.ts";
import type { Peer } from "../peer.ts";

const artifact = (path: string) => packagedArtifact(`@oceanprotocol/contracts/artifacts/contracts/${path}`);
const template = (name: string) => artifact(`templates/${name}.sol/${name}.json`);

export const ocean: Peer = {
  name: "Ocean buyFromFreAndOrder",
  about:
    "@oceanprotocol/contracts 2.6.0's bytecode: FixedRateExchange and ERC20TemplateEnterprise, with the community's default fee; the creator is paid at once",
  async measure(chain) {
    const { token, deployer, creator, buyer, other, signer, price, gasOf, deploy, at } = chain;
    const router = await deploy(
      artifact(`pools/FactoryRouter.sol/FactoryRouter.json`),
      deployer.address,
      token.target,
      ZeroAddress.replace(/0$/, "1"),
      deployer.address,
      [],
    );
    const exchange = await deploy(
      artifact(`pools/fixedRate/FixedRateExchange.sol/FixedRateExchange.json`),
      router.target,
    );
    const factory = await deploy(
      artifact("ERC721Factory.sol/ERC721Factory.json"),
      (await deploy(template("ERC721Template"))).target,
      (await deploy(template("ERC20Template"))).target,
      router.target,
    );
    await router.addFactory(factory.target);
    await router.addFixedRateContract(exchange.target);
    const enterprise = template("ERC20TemplateEnterprise");
    await factory.addTokenTemplate((await deploy(enterprise)).target);

    const nft = {
      name: "Work",
      symbol: "WORK",
      templateIndex: 1,
      tokenURI: "heed://1",
      transferable: true,
      owner: creator.address,
    };
    const datatoken = {
      templateIndex: 2,
      strings: ["Licence", "LIC"],
      addresses: [creator.address, creator.address, ZeroAddress, ZeroAddress],
      uints: [10n ** 24n, 0],
      bytess: [],
    };
    const sale = {
      fixedPriceAddress: exchange.target,
      addresses: [token.target, creator.address, creator.address, ZeroAddress],
      uints: [18, 18, price, 0, 1],
    };
    const create = factory.connect(creator).getFunction("createNftWithErc20WithFixedRate");
    const [, address, exchangeId] = await create.staticCall(nft, datatoken, sale);
    await create(nft, datatoken, sale);
    const licence = at(address, enterprise.abi);

    // The provider of the data signs its fee, even if it is none.
    const digest = solidityPackedKeccak256(
      ["bytes", "address", "address", "uint256", "uint256"],
      ["0x", signer.address, ZeroAddress, 0, 0],
    );
    const { v, r, s } = Signature.from(await signer.signMessage(getBytes(digest)));
    const providerFee = [signer.address, ZeroAddress, 0, v, r, s, 0, "0x"];
    for (const person of [buyer, other]) await chain.approve(person, licence);
    const buy = (by: typeof buyer) =>
      licence
        .connect(by)
        .buyFromFreAndOrder(
          [by.address, 1, providerFee, [ZeroAddress, ZeroAddress, 0]],
          [exchange.target, exchangeId, 2n * price, 0, ZeroAddress],
        );
    await buy(other);
    return {
      buyNewNoReferrer: await gasOf(buy(buyer)),
      buyReturningNoReferrer: await gasOf(buy(buyer)),
    };
  },
};
