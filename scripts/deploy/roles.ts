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
/** Below this nobody is awake in time to see what a stolen key has scheduled. */
const SHORT_DELAY_S = 3_600;

/** What a public chain lacks, each with the option that says it: nothing is guessed there that an auditor would ask about. */
export function missingRoles(options: DeployOptions): string[] {
  const { owner, keepRoles, guardian, quoteSigner, reporters, quorum } = options;
  const conflict = owner || keepRoles ? conflictIn(options) : null;
  const missing = [
    !owner &&
      !keepRoles &&
      "Say who owns the protocol: --owner ADDRESS (or --keep-roles to leave every role with the deployer).",
    conflict,
    !guardian && !keepRoles && "Say who may stop sales at once: --guardian ADDRESS, another key than the owner's.",
    !quoteSigner && "Say which key signs prices: --quote-signer ADDRESS.",
    !reporters && "Say which keys sign the epochs' reports: --reporters ADDRESS,ADDRESS,ADDRESS.",
    !quorum && `Say how many of the ${reporters ? `${reporters.length} ` : ""}reporters make a report: --quorum K.`,
    quorum &&
      reporters &&
      quorum > reporters.length &&
      `--quorum ${quorum} can't be met by ${reporters.length} reporters: no report would ever be final.`,
  ];
  return missing.filter((line) => typeof line === "string");
}

/**
 * Refuses, before a key is touched, all that is missing or wrong at once.
 *
 * @throws Error that lists the problems.
 */
export function requireNone(problems: string[]): void {
  if (problems.length === 0) return;
  if (problems.length === 1) throw new Error(problems[0]);
  throw new Error(
    `${problems.length} things are to be mended first:\n${problems.map((line) => `  - ${line}`).join("\n")}`,
  );
}

/**
 * Refuses options that a deployment without a handover would not follow.
 *
 * @throws Error naming them.
 */
export function requireConsistent(options: DeployOptions): void {
  const conflict = conflictIn(options);
  if (conflict) throw new Error(conflict);
}

function conflictIn({ owner, keepRoles, guardian, adminDelay }: DeployOptions): string | null {
  const more = guardian !== undefined || adminDelay !== undefined;
  if (keepRoles && (owner || more)) {
    return "--keep-roles leaves every role with the deployer: leave --owner, --guardian and --admin-delay out, or it.";
  }
  return !owner && more
    ? "--guardian and --admin-delay are for a protocol with an owner: say --owner ADDRESS too."
    : null;
}

/** What is allowed on a public chain, and yet to be thought over before a yes. */
export function warnings({ deployer, owner, adminDelay, quorum }: Roles & { deployer: Address }): string[] {
  const found = [];
  if (isAddressEqual(owner, deployer)) {
    found.push(
      "Every role stays with the deployer's key, and nothing that it does waits: whoever steals it has the protocol.",
    );
  } else if (adminDelay < SHORT_DELAY_S) {
    const wait = adminDelay === 0 ? "do not wait at all" : `wait ${adminDelay} s only`;
    found.push(
      `The owner's acts ${wait}: a stolen owner's key names its own reporters before anybody can see it. A day is --admin-delay ${DEFAULT_ADMIN_DELAY_S}.`,
    );
  }
  if (quorum === 1) {
    found.push(
      "One reporter alone makes a report: one stolen key says what every campaign pays. Let --quorum be 2 or more.",
    );
  }
  return found;
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
    `--owner ${owner} is the deployer, who has nobody to hand over to: name another account, or say --keep-roles in place of --owner, --guardian and --admin-delay.`,
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
