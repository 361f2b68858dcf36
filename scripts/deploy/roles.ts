import { type Address, isAddressEqual } from "viem";
import type { DeployOptions } from "./options.ts";

/** Who gets what. A deployment is resumed with those it was begun with. */
export interface Roles {
  owner: Address;
  /** Seconds. */
  adminDelay: number;
  guardian: Address;
  treasury: Address;
  quoteSigner: Address;
  reporters: Address[];
  /** How many of them make a report. */
  quorum: number;
}

export const DEFAULT_ADMIN_DELAY_S = 86_400;

/**
 * Refuses, before a key is touched, what is missing on a public chain: there nothing is guessed that an auditor would ask about.
 *
 * @throws Error naming the option.
 */
export function requireRoles(options: DeployOptions): void {
  const { owner, keepRoles, guardian, quoteSigner, reporters, quorum } = options;
  if (!owner && !keepRoles) {
    throw new Error(
      "Say who owns the protocol: --owner ADDRESS (or --keep-roles to leave every role with the deployer).",
    );
  }
  requireConsistent(options);
  if (!guardian && !keepRoles) {
    throw new Error("Say who may stop sales at once: --guardian ADDRESS, another key than the owner's.");
  }
  if (!quoteSigner) throw new Error("Say which key signs prices: --quote-signer ADDRESS.");
  if (!reporters) throw new Error("Say which keys sign the epochs' reports: --reporters ADDRESS,ADDRESS,ADDRESS.");
  if (!quorum) throw new Error(`Say how many of the ${reporters.length} reporters make a report: --quorum K.`);
  if (quorum > reporters.length) {
    throw new Error(`--quorum ${quorum} can't be met by ${reporters.length} reporters: no report would ever be final.`);
  }
}

/**
 * Refuses options that a deployment without a handover would not follow.
 *
 * @throws Error naming them.
 */
export function requireConsistent({ owner, keepRoles, guardian, adminDelay }: DeployOptions): void {
  const more = guardian !== undefined || adminDelay !== undefined;
  if (keepRoles && (owner || more)) {
    throw new Error(
      "--keep-roles leaves every role with the deployer: leave --owner, --guardian and --admin-delay out, or it.",
    );
  }
  if (!owner && more) {
    throw new Error("--guardian and --admin-delay are for a protocol with an owner: say --owner ADDRESS too.");
  }
}

/**
 * Refuses an owner who is the deployer, whatever keys may be shared: with nobody to hand over to, neither the guardian nor the
 * delay would be set.
 *
 * @throws Error naming the remedy.
 */
export function requireHandedOver(deployer: Address, { owner }: DeployOptions): void {
  if (!owner || !isAddressEqual(owner, deployer)) return;
  throw new Error(
    `--owner ${owner} is the deployer, who has nobody to hand over to: name another account, or say --keep-roles instead.`,
  );
}

/**
 * Refuses one key in two offices, unless told that it shall be so: a key that is stolen should not take both. The treasury only
 * receives, so it may be anybody.
 *
 * @throws Error naming the two.
 */
export function requireApart(
  deployer: Address,
  { owner, guardian, quoteSigner, reporters }: Roles,
  { keepRoles, sharedKeys }: DeployOptions,
): void {
  if (sharedKeys) return;
  const offices: [string, Address][] = [
    ["the quote signer", quoteSigner],
    ["the deployer", deployer],
    ...reporters.map((reporter): [string, Address] => ["a reporter", reporter]),
    ...(keepRoles
      ? []
      : ([
          ["the owner", owner],
          ["the guardian", guardian],
        ] as [string, Address][])),
  ];
  for (const [index, [office, holder]] of offices.entries()) {
    const other = offices.slice(index + 1).find(([, address]) => isAddressEqual(address, holder));
    if (!other) continue;
    throw new Error(
      `${holder} would be both ${office} and ${other[0]}: whoever steals the key has both. Use two, or say --shared-keys.`,
    );
  }
}
