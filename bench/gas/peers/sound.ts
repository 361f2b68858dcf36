import { Interface, parseEther, ZeroAddress } from "ethers";
import { typechainArtifact } from "../artifacts.ts";
import type { Peer } from "../peer.ts";
import { fields } from "../typedData.ts";

const factory = (name: string, abi: string[]) =>
  typechainArtifact(`@soundxyz/sound-protocol/typechain/factories/${name}__factory.js`, abi);

const editionAbi = [
  "function initialize(string name, string symbol, address metadataModule, string baseURI, string contractURI, address fundingRecipient, uint16 royaltyBPS, uint32 lower, uint32 upper, uint32 cutoff, uint8 flags)",
  "function grantRoles(address user, uint256 roles) payable",
];
const creatorAbi = [
  "constructor(address implementation)",
  "function createSoundAndMints(bytes32 salt, bytes initData, address[] contracts, bytes[] data) returns (address edition, bytes[] results)",
];
const minterAbi = [
  "function createEditionMint(address edition, uint96 price, address signer, uint32 maxMintable, uint32 startTime, uint32 endTime, uint16 affiliateFeeBPS) returns (uint128)",
  "function setPlatformFee(uint16 bps)",
  "function mintTo(address edition, uint128 mintId, address to, uint32 quantity, uint32 signedQuantity, address affiliate, bytes32[] affiliateProof, bytes signature, uint32 claimTicket, uint256 attributionId) payable",
  "function withdrawForAffiliate(address affiliate)",
];
const MINTER_ROLE = 2;
const types = {
  EditionInfo: fields("address buyer, uint128 mintId, uint32 claimTicket, uint32 signedQuantity, address affiliate"),
};

export const sound: Peer = {
  name: "Sound, signed mint",
  about:
    "@soundxyz/sound-protocol 1.7.0's bytecode: FixedPriceSignatureMinterV2_1 and an edition's clone; ether, signature, affiliate, platform's fee",
  async measure({ ethers, networkHelpers, creator, buyer, other, referrer, signer, gasOf, deploy, at }) {
    const price = parseEther("0.01");
    const implementation = await deploy(factory("SoundEditionV1_2", editionAbi));
    const creators = await deploy(factory("SoundCreatorV1", creatorAbi), implementation.target);
    const minter = await deploy(factory("FixedPriceSignatureMinterV2_1", minterAbi));
    await minter.setPlatformFee(500);
    const most = 2 ** 32 - 1;
    const terms = ["Works", "W", ZeroAddress, "heed://", "heed://", creator.address, 500, most, most, most, 0];
    const initData = new Interface(editionAbi).encodeFunctionData("initialize", terms);
    const create = creators.connect(creator).getFunction("createSoundAndMints");
    const [address] = await create.staticCall(ethers.id("works"), initData, [], []);
    await create(ethers.id("works"), initData, [], []);
    await at(address, editionAbi).connect(creator).getFunction("grantRoles")(minter.target, MINTER_ROLE);
    const now = await networkHelpers.time.latest();
    await minter.connect(creator).getFunction("createEditionMint")(
      address,
      price,
      signer.address,
      most,
      now - 60,
      most,
      500,
    );

    const { chainId } = await ethers.provider.getNetwork();
    const domain = { chainId, verifyingContract: minter.target as string };
    // Sound signs the sender where its type says affiliate.
    const buy = async (by: typeof buyer, claimTicket: number, affiliate: string) => {
      const info = { buyer: by.address, mintId: 0, claimTicket, signedQuantity: 1, affiliate: by.address };
      const signature = await signer.signTypedData(domain, types, info);
      return minter.connect(by).getFunction("mintTo")(
        address,
        0,
        by.address,
        1,
        1,
        affiliate,
        [],
        signature,
        claimTicket,
        0,
        { value: price },
      );
    };
    await buy(other, 0, referrer.address);
    const buyNew = await gasOf(buy(buyer, 1, referrer.address));
    const buyReturning = await gasOf(buy(buyer, 2, referrer.address));
    const claimOne = await gasOf(minter.connect(referrer).getFunction("withdrawForAffiliate")(referrer.address));
    return { buyNew, buyReturning, claimOne };
  },
};
