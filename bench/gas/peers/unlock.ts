import { Interface, MaxUint256, ZeroAddress } from "ethers";
import { packagedArtifact } from "../artifacts.ts";
import type { Peer } from "../peer.ts";

const abis = "@unlock-protocol/contracts/dist/abis";

export const unlock: Peer = {
  name: "Unlock PublicLock V15",
  about:
    "@unlock-protocol/contracts 0.0.34's bytecode (Unlock V14), behind proxies as deployed; with referrer and protocol fee 5 %, and without fees",
  async measure(chain) {
    const { token, deployer, creator, buyer, other, referrer, price, gasOf, deploy, at } = chain;
    const unlockArtifact = packagedArtifact(`${abis}/Unlock/UnlockV14.json`);
    const lockArtifact = packagedArtifact(`${abis}/PublicLock/PublicLockV15.json`);
    const proxy = await deploy(
      packagedArtifact("@openzeppelin/contracts/build/contracts/TransparentUpgradeableProxy.json"),
      (await deploy(unlockArtifact)).target,
      "0x000000000000000000000000000000000000dEaD",
      new Interface(unlockArtifact.abi as string).encodeFunctionData("initialize", [deployer.address]),
    );
    const unlock = at(proxy.target as string, unlockArtifact.abi);
    const template = await deploy(lockArtifact);
    await unlock.addLockTemplate(template.target, 15);
    await unlock.setLockTemplate(template.target);

    const lockInterface = new Interface(lockArtifact.abi as string);
    const openLock = async () => {
      const terms = [creator.address, 30 * 86_400, token.target, price, MaxUint256, "Heed's peer"];
      const data = lockInterface.encodeFunctionData("initialize", terms);
      const address = await unlock.createUpgradeableLock.staticCall(data);
      await unlock.createUpgradeableLock(data);
      const lock = at(address, lockArtifact.abi);
      await lock.connect(creator).updateLockConfig(30 * 86_400, MaxUint256, 10);
      for (const person of [buyer, other]) await chain.approve(person, lock);
      return lock;
    };
    type Lock = Awaited<ReturnType<typeof openLock>>;
    const buy = (lock: Lock, by: typeof buyer, referrerAddress: string) =>
      lock.connect(by).getFunction("purchase((uint256,address,address,address,address,bytes,uint256)[])")([
        [price, by.address, referrerAddress, ZeroAddress, ZeroAddress, "0x", 0],
      ]);

    const plain = await openLock();
    await buy(plain, other, ZeroAddress);
    const gas: Record<string, number> = {
      buyNewNoReferrer: await gasOf(buy(plain, buyer, ZeroAddress)),
      buyReturningNoReferrer: await gasOf(buy(plain, buyer, ZeroAddress)),
    };
    await unlock.setProtocolFee(500);
    await token.transfer(unlock.target, 1n);
    const shared = await openLock();
    await shared.connect(creator).setReferrerFee(referrer.address, 500);
    await buy(shared, other, referrer.address);
    gas.buyNew = await gasOf(buy(shared, buyer, referrer.address));
    gas.buyReturning = await gasOf(buy(shared, buyer, referrer.address));
    gas.claimOne = await gasOf(shared.connect(creator).withdraw(token.target, creator.address, 0));
    return gas;
  },
};
