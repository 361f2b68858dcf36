import { Signature } from "ethers";
import type { Hex } from "viem";
import { authorizationNonce, authorizationTypes, type Purchase, tokenDomain } from "../../../contracts/payment.ts";
import type { Protocol } from "./protocol.ts";

/** From the beginning of time to long after every test. */
const ALWAYS = { validAfter: 0n, validBefore: 2n ** 40n };

/** What the buyer signs for somebody else to send, for this purchase unless another nonce is given. */
export async function authorize(
  { ethers, market, token, buyer }: Protocol,
  { quote, quantity }: Purchase,
  { nonce, window = ALWAYS }: { nonce?: Hex; window?: typeof ALWAYS } = {},
) {
  const { chainId } = await ethers.provider.getNetwork();
  const message = {
    from: buyer.address,
    to: market.target,
    value: quote.unitPrice * quantity,
    ...window,
    nonce: nonce ?? authorizationNonce((await market.quoteDigest(quote)) as Hex, quantity),
  };
  const types = { ReceiveWithAuthorization: [...authorizationTypes.ReceiveWithAuthorization] };
  const domain = tokenDomain(Number(chainId), token.target as Hex);
  const { v, r, s } = Signature.from(await buyer.signTypedData(domain, types, message));
  return { ...window, v: v as number, r, s, nonce: message.nonce };
}
