import { packagedArtifact, readPackaged } from "../artifacts.ts";
import type { Peer, PeerChain } from "../peer.ts";

const packaged = "@superfluid-finance/ethereum-contracts";
const deployerSource = "contracts/utils/SuperfluidFrameworkDeployer.t.sol";
const forwarderSource = "contracts/utils/GDAv1Forwarder.sol";
const pathOf = (source: string, name: string) => `${packaged}/build/hardhat/${source}/${name}.json`;

/** Where ERC-1820's registry is on every chain. */
const registryAddress = "0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24";

export const superfluid: Peer = {
  name: "Superfluid distribution pool",
  about: `${packaged} 1.15.2's bytecode, put up by its own deployer: an amount of its own token shared lazily among 2 and among 10 members, later than the first; a member's later claim`,
  async measure(chain) {
    const { creator, buyer, payees, price, gasOf, at } = chain;
    const framework = await deployFramework(chain);
    const open = framework.getFunction("deployPureSuperToken");
    const token = at(await open.staticCall("Peer", "PEER", 10n ** 24n), [
      "function transfer(address to, uint256 amount) returns (bool)",
    ]);
    await open("Peer", "PEER", 10n ** 24n);
    for (const person of [buyer, ...payees]) await token.transfer(person.address, 10n ** 21n);
    const { gdaV1Forwarder } = await framework.getFramework();
    const pools = at(gdaV1Forwarder, packagedArtifact(pathOf(forwarderSource, "GDAv1Forwarder")).abi);

    const distributions = async (members: number) => {
      const create = pools.connect(creator).getFunction("createPool");
      const [, pool] = await create.staticCall(token.target, creator.address, [false, true]);
      await create(token.target, creator.address, [false, true]);
      for (const member of payees.slice(0, members)) {
        await pools.connect(creator).getFunction("updateMemberUnits")(pool, member.address, 100, "0x");
      }
      const distribute = () =>
        gasOf(pools.connect(buyer).getFunction("distribute")(token.target, buyer.address, pool, price, "0x"));
      const claim = () => gasOf(pools.connect(payees[0]!).getFunction("claimAll")(pool, payees[0]!.address, "0x"));
      await distribute();
      await claim();
      return { distributed: await distribute(), claimed: await claim() };
    };
    const [two, ten] = [await distributions(2), await distributions(10)];
    return { distribute2Payees: two.distributed, distribute10Payees: ten.distributed, claimOne: ten.claimed };
  },
};

/** Superfluid's contracts as its package's own deployer puts them up, step by step. */
async function deployFramework(chain: PeerChain) {
  const { bin } = JSON.parse(readPackaged(`${packaged}/dev-scripts/artifacts/ERC1820Registry.json`)) as { bin: string };
  const registry = await chain.deploy({ abi: [], bytecode: `0x${bin}` });
  await chain.networkHelpers.setCode(registryAddress, await chain.ethers.provider.getCode(registry.target as string));
  const { abi } = packagedArtifact(pathOf(deployerSource, "SuperfluidFrameworkDeployer"));
  const bytecode = await linkedBytecode(chain, deployerSource, "SuperfluidFrameworkDeployer", new Map());
  const deployer = await chain.deploy({ abi, bytecode });
  const steps = Number(await deployer.getNumSteps());
  for (let step = 0; step < steps; step++) await deployer.executeStep(step);
  return deployer;
}

interface LinkReferences {
  linkReferences: Record<string, Record<string, { start: number }[]>>;
}

/** A contract's bytecode with the addresses of the libraries that its artifact names, which are deployed once each, theirs first. */
async function linkedBytecode(
  chain: PeerChain,
  source: string,
  name: string,
  placed: Map<string, string>,
): Promise<string> {
  let { bytecode } = packagedArtifact(pathOf(source, name));
  const { linkReferences } = JSON.parse(readPackaged(pathOf(source, name))) as LinkReferences;
  for (const [file, libraries] of Object.entries(linkReferences)) {
    for (const [library, places] of Object.entries(libraries)) {
      let address = placed.get(library);
      if (!address) {
        const artifact = { abi: [], bytecode: await linkedBytecode(chain, file, library, placed) };
        address = (await chain.deploy(artifact)).target as string;
        placed.set(library, address);
      }
      for (const { start } of places) {
        bytecode = bytecode.slice(0, 2 + 2 * start) + address.slice(2) + bytecode.slice(42 + 2 * start);
      }
    }
  }
  return bytecode;
}
