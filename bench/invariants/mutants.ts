import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { HardhatUserConfig } from "hardhat/config";
import config from "../../hardhat.config.ts";

/** A fault that somebody could make. */
export interface Mutant {
  name: string;
  /** Below `contracts/`. */
  file: string;
  /** Stands there once. */
  find: string;
  replace: string;
}

/** Faults that the invariants must find: each breaks what a property promises. */
export const mutants: readonly Mutant[] = [
  {
    name: "parts round up",
    file: "libraries/Shares.sol",
    find: "return amount * bps / WHOLE;",
    replace: "return (amount * bps + WHOLE - 1) / WHOLE;",
  },
  {
    name: "a lane overlaps another",
    file: "libraries/PackedLicences.sol",
    find: "(id & 15) << 4",
    replace: "(id & 15) << 3",
  },
  {
    name: "a claim is not remembered",
    file: "market/Splits.sol",
    find: "share.claimed = part.toUint240();",
    replace: "",
  },
  {
    name: "a referral is paid twice",
    file: "market/Splits.sol",
    find: "if (amount != 0) _referralsPaid[msg.sender] = earned;",
    replace: "",
  },
  {
    name: "a referral comes on top",
    file: "AttentionMarket.sol",
    find: "_creditSplit(splitId, price - referral);",
    replace: "_creditSplit(splitId, price);",
  },
  {
    name: "a buyer refers themselves",
    file: "AttentionMarket.sol",
    find: "if (referrer != payer && referrer != quote.recipient()) {",
    replace: "if (referrer != quote.recipient()) {",
  },
  {
    name: "quotes never expire",
    file: "market/QuoteGate.sol",
    find: "if (block.timestamp > quote.expiresAt()) revert QuoteExpired(quote.expiresAt());",
    replace: "",
  },
  {
    name: "a quote expires a second early",
    file: "market/QuoteGate.sol",
    find: "if (block.timestamp > quote.expiresAt())",
    replace: "if (block.timestamp >= quote.expiresAt())",
  },
  {
    name: "the counter cancels nothing",
    file: "market/QuoteGate.sol",
    find: "if (quote.counter() != current) revert QuoteCancelled(quote.counter(), current);",
    replace: "",
  },
  {
    name: "anybody signs quotes",
    file: "market/QuoteGate.sol",
    find: "if (!byItself && !_isSignedByContract(outgoing.signer, digest, signature)) revert InvalidQuoteSignature(recovered);",
    replace: "",
  },
  {
    name: "keys never expire",
    file: "market/QuoteGate.sol",
    find: "if (block.timestamp > signerExpiresAt) revert QuoteSignerExpired(signer, signerExpiresAt);",
    replace: "",
  },
  {
    name: "too little pays",
    file: "AttentionMarket.sol",
    find: "if (value != price) revert WrongPayment(value, price);",
    replace: "",
  },
  {
    name: "a cart costs its last item",
    file: "AttentionMarket.sol",
    find: "total += _sell(",
    replace: "total = _sell(",
  },
  {
    name: "an authorisation of any quantity",
    file: "AttentionMarket.sol",
    find: "nonce: keccak256(abi.encode(_quoteDigest(words), quantity)),",
    replace: "nonce: keccak256(abi.encode(_quoteDigest(words), uint256(1))),",
  },
  {
    name: "licences are copied",
    file: "market/Licences.sol",
    find: "_subtract(from, ids[i], values[i]);",
    replace: "",
  },
  {
    name: "a reward is paid twice",
    file: "AttentionRewards.sol",
    find: "_claimed[account] = cumulative;",
    replace: "",
  },
  {
    name: "a budget is spent and kept",
    file: "rewards/Campaigns.sol",
    find: "budget.left = uint96(left - amount);",
    replace: "",
  },
  {
    name: "more than a budget is spent",
    file: "rewards/Campaigns.sol",
    find: "if (amount > left) revert InsufficientBudget(campaignId, amount, left);",
    replace: "",
  },
  {
    name: "an epoch is settled twice",
    file: "rewards/Campaigns.sol",
    find: "_settled[campaignId].set(epoch);",
    replace: "",
  },
  {
    name: "leftovers leave early",
    file: "rewards/Campaigns.sol",
    find: "if (block.timestamp < from) revert RefundTooEarly(campaignId, from);",
    replace: "",
  },
  {
    name: "a pending report is settled",
    file: "oracle/Reports.sol",
    find: "return entry.digest == reportDigest(report) && block.timestamp > entry.challengeEndsAt;",
    replace: "return entry.digest == reportDigest(report);",
  },
  {
    name: "one reporter counts twice",
    file: "oracle/Reporters.sol",
    find: "if (seen & (1 << position) != 0) continue;",
    replace: "",
  },
  {
    name: "a vetoed report comes back",
    file: "oracle/Reports.sol",
    find: "if (_vetoed[digest]) revert ReportWasVetoed(digest);",
    replace: "",
  },
];

/** Compiles in a fraction of the time; a fault is a fault either way. */
const unoptimised = {
  version: "0.8.37",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: { evmVersion: "osaka", viaIR: true, optimizer: { enabled: false } },
  splitTestsCompilation: true,
};

/** The project's configuration, but the mutant is in the compiler's input, and what is built lies in `folder`. */
export function withMutant(mutant: Mutant, folder: string): HardhatUserConfig {
  return {
    ...config,
    plugins: [
      ...(config.plugins ?? []),
      {
        id: "heed-mutant",
        hookHandlers: {
          solidity: async () => ({
            default: async () => ({
              preprocessProjectFileBeforeBuilding: (context, sourceName, fsPath, content, version, next) =>
                next(context, sourceName, fsPath, fsPath === pathOf(mutant) ? mutatedSource(mutant) : content, version),
            }),
          }),
        },
      },
    ],
    solidity: unoptimised,
    paths: { ...config.paths, artifacts: join(folder, "artifacts"), cache: join(folder, "cache") },
  };
}

/**
 * A contract's source with its fault.
 *
 * @throws Error where the place is not there once: the contract has changed, and the mutant must follow.
 */
export function mutatedSource(mutant: Mutant): string {
  const { name, file, find, replace } = mutant;
  const pieces = readFileSync(pathOf(mutant), "utf8").split(find);
  if (pieces.length !== 2) throw new Error(`Mutant «${name}»: «${find}» stands ${pieces.length - 1} times in ${file}.`);
  return pieces.join(replace);
}

function pathOf({ file }: Mutant): string {
  return fileURLToPath(new URL(`../../contracts/${file}`, import.meta.url));
}
