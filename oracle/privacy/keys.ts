import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { SetupError } from "../service/errors.ts";

/** A viewer off chain: "v_" and 64 hexadecimal digits, derivable only from the viewer's own random key. */
export type ViewerId = `v_${string}`;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", derive(secret, "heed key wrapping"), nonce).setAAD(Buffer.from(tag));
  return Buffer.concat([nonce, cipher.update(viewerKey), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts a viewer's key.
 * @throws {SetupError} if it was wrapped under another secret or another tag, or was altered.
 */
export function unwrapKey(secret: Uint8Array, tag: string, wrapped: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(
    "aes-256-gcm",
    derive(secret, "heed key wrapping"),
    wrapped.subarray(0, NONCE_BYTES),
  )
    .setAAD(Buffer.from(tag))
    .setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SetupError("A viewer's key can't be opened with this secret.", {
      code: "key-unreadable",
      hint: "Start the oracle with the secret that its store was made with (HEED_SECRET, or the file secret in HEED_HOME).",
      cause,
    });
  }
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
