import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { signRecoverable } from "tiny-secp256k1";
import { type Address, getAddress, type Hex } from "viem";
import { toHexString } from "./digest.ts";

export interface QuoteSigner {
  readonly address: Address;
  /** Signs a 32-byte digest: r ‖ s ‖ v (27 or 28), 65 bytes, s in the lower half of the order as OpenZeppelin's ECDSA demands. */
  sign(digest: Uint8Array): Hex;
}

/**
 * The oracle's quote key. Signs deterministically (RFC 6979), so that a quote can be derived again byte for byte, and with
 * libsecp256k1 (as WebAssembly), which takes a fifth of the time of the same in JavaScript: two signatures a quote add up.
 * @throws RangeError when `key` isn't a private key of secp256k1.
 */
export function quoteSigner(key: Hex): QuoteSigner {
  const secret = Uint8Array.from(Buffer.from(key.slice(2), "hex"));
  if (!secp256k1.utils.isValidSecretKey(secret))
    throw new RangeError("The quote signer's key must be 32 bytes of hex below the order of secp256k1.");
  const address = addressOf(secp256k1.getPublicKey(secret, false));
  return {
    address,
    sign(digest) {
      const { signature, recoveryId } = signRecoverable(digest, secret);
      const bytes = new Uint8Array(65);
      bytes.set(signature, 0);
      bytes[64] = 27 + recoveryId;
      return toHexString(bytes);
    },
  };
}

/** The address whose key made this signature over this digest, or null where the signature isn't one. */
export function recoverSigner(digest: Hex, signature: Hex): Address | null {
  const bytes = Buffer.from(signature.slice(2), "hex");
  const v = bytes[64];
  if (bytes.length !== 65 || (v !== 27 && v !== 28)) return null;
  const recovered = new Uint8Array(65);
  recovered[0] = v - 27;
  recovered.set(bytes.subarray(0, 64), 1);
  try {
    const point = secp256k1.Signature.fromBytes(recovered, "recovered").recoverPublicKey(
      Buffer.from(digest.slice(2), "hex"),
    );
    return addressOf(point.toBytes(false));
  } catch {
    return null;
  }
}

function addressOf(uncompressedKey: Uint8Array): Address {
  return getAddress(toHexString(keccak_256(uncompressedKey.subarray(1)).subarray(12)));
}
