import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { SetupError } from "../service/errors.ts";
import { seal, unseal } from "./sealing.ts";

/** A viewer off chain: "v_" and 64 hexadecimal digits, derivable only from the viewer's own random key. */
export type ViewerId = `v_${string}`;

/** Returns what a wallet's viewer key is filed under; without the secret nobody can tell which wallet it is. */
export function accountTag(secret: Uint8Array, address: string): string {
  return createHmac("sha256", derive(secret, "heed account tag")).update(address.toLowerCase()).digest("hex");
}

/** Returns the pseudonym that all of a viewer's behaviour hangs on. */
export function viewerId(viewerKey: Uint8Array): ViewerId {
  return `v_${createHmac("sha256", viewerKey).update("heed viewer").digest("hex")}`;
}

export function newViewerKey(): Uint8Array {
  return randomBytes(32);
}

/** Encrypts a viewer's key (AES-256-GCM), bound to the account tag it is filed under: nonce, ciphertext, tag. */
export function wrapKey(secret: Uint8Array, tag: string, viewerKey: Uint8Array): Uint8Array {
  return seal(derive(secret, "heed key wrapping"), tag, viewerKey);
}

/**
 * Decrypts a viewer's key.
 * @throws {SetupError} if it was wrapped under another secret or another tag, or was altered.
 */
export function unwrapKey(secret: Uint8Array, tag: string, wrapped: Uint8Array): Uint8Array {
  try {
    return unseal(derive(secret, "heed key wrapping"), tag, wrapped);
  } catch (cause) {
    throw new SetupError("A viewer's key can't be opened with this secret.", {
      code: "key-unreadable",
      hint: "Start the oracle with the secret that its store was made with (HEED_SECRET, or the file secret in HEED_HOME).",
      cause,
    });
  }
}

/** Returns what a quote is filed under: neither the digest nor a list of wallets leads to it without the secret. */
export function quoteTag(secret: Uint8Array, kind: "personal" | "standard", digest: string): string {
  return createHmac("sha256", derive(secret, "heed quote tag")).update(`${kind}:${digest.toLowerCase()}`).digest("hex");
}

/** Returns the key that the standard quote with this tag is sealed under, which the secret opens; one a quote, as there are many. */
export function standardQuoteKey(secret: Uint8Array, tag: string): Uint8Array {
  return createHmac("sha256", derive(secret, "heed standard quotes")).update(tag).digest();
}

/** Returns the key that a viewer's personal quotes are sealed under: it goes with the viewer's key. */
export function personalQuoteKey(viewerKey: Uint8Array): Uint8Array {
  return createHmac("sha256", viewerKey).update("heed personal quotes").digest();
}

/** Returns the secret's fingerprint, which tells secrets apart and gives nothing away. */
export function fingerprint(secret: Uint8Array): string {
  return derive(secret, "heed fingerprint").toString("hex");
}

/** Returns the password that session cookies are sealed under. */
export function cookiePassword(secret: Uint8Array): string {
  return derive(secret, "heed session cookie").toString("hex");
}

// Every request needs a derived key or two, and a secret always derives the same ones.
const derivedKeys = new WeakMap<Uint8Array, Map<string, Buffer>>();

/** Derives a key for one use from the one secret (HKDF-SHA256). */
function derive(secret: Uint8Array, use: string): Buffer {
  const known = derivedKeys.get(secret) ?? new Map<string, Buffer>();
  derivedKeys.set(secret, known);
  const key = known.get(use) ?? Buffer.from(hkdfSync("sha256", secret, "", use, 32));
  known.set(use, key);
  return key;
}
