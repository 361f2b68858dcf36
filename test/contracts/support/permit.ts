import { Signature } from "ethers";
import type { Protocol } from "./protocol.ts";

/** EIP-712 types of an ERC-2612 permit. */
export const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** The buyer's permit for the market to take so many HEED wei. */
export async function permitOf({ ethers, market, token, buyer }: Protocol, value: bigint) {
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Heed", version: "1", chainId, verifyingContract: String(token.target) };
  const nonce = await token.nonces(buyer.address);
  const deadline = 2n ** 64n;
  const message = { owner: buyer.address, spender: market.target, value, nonce, deadline };
  const { v, r, s } = Signature.from(await buyer.signTypedData(domain, permitTypes, message));
  return { value, deadline, v, r, s };
}
