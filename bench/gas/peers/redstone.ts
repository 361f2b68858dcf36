import { concat, encodeBytes32String, keccak256, toBeHex, Wallet } from "ethers";
import type { Peer } from "../peer.ts";

const packages = "bench/peers/node_modules";
const feed = encodeBytes32String("HEED");
const MARKER = "0x000002ed57011e0000";

export const redstone: Peer = {
  name: "RedStone, price in calldata",
  about:
    "@redstone-finance/evm-connector 0.9.0, solc 0.8.17, 200 runs: one feed verified, from one signer and from three",
  sources: [
    {
      name: "RedStone's consumer",
      compiler: "solc-0.8.17",
      settings: {
        optimizer: { enabled: true, runs: 200 },
        remappings: [`@redstone-finance/=${packages}/@redstone-finance/`],
      },
      contracts: { SignedPrice: "bench/peers/contracts/SignedPrice.sol" },
    },
  ],
  async measure({ networkHelpers, buyer, gasOf, deploy }, { SignedPrice }) {
    const signers = [1, 2, 3].map((key) => new Wallet(toBeHex(key, 32)));
    const addresses = signers.map(({ address }) => address);
    const read = async (count: number) => {
      const consumer = await deploy(SignedPrice!, addresses, count);
      const data = await consumer.getFunction("read").populateTransaction(feed);
      const at = BigInt(await networkHelpers.time.latest()) * 1_000n;
      const payload = signers.slice(0, count).map((signer) => signedPackage(signer, at));
      const call = { to: data.to, data: concat([data.data, ...payload, toBeHex(count, 2), "0x000000", MARKER]) };
      return gasOf(buyer.sendTransaction(call));
    };
    return { verifyPrice1Signer: await read(1), verifyPrice3Signers: await read(3) };
  },
};

/** One feed's value as RedStone lays it out: feed, value, time in milliseconds, size of a value, number of points, signature. */
function signedPackage(signer: Wallet, atMs: bigint): string {
  const point = concat([feed, toBeHex(43_210_987n, 32)]);
  const message = concat([point, toBeHex(atMs, 6), toBeHex(32, 4), toBeHex(1, 3)]);
  return concat([message, signer.signingKey.sign(keccak256(message)).serialized]);
}
