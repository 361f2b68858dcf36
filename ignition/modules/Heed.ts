import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { type Abi, type AbiFunction, type Hex, toFunctionSelector } from "viem";
import { attentionMarketAbi, attentionOracleAbi } from "../../contracts/generated/abis.ts";

/** AccessManager's own: may set quote keys and change roles. */
export const ADMIN_ROLE = 0n;
/** May replace the market's quote keys: AttentionOracle alone. */
export const ORACLE_ROLE = 1n;
/** May stop sales, drop a quote key and cancel all quotes, at once. */
export const GUARDIAN_ROLE = 2n;

/**
 * The whole protocol, on any network. Parameters: holder (of the supply), treasury, protocolFeeBps, quoteSigner,
 * signerExpiresAt (Unix seconds). Everything administrative stands behind the access manager, whose only administrator and
 * guardian is the deployer.
 */
export const heed = buildModule("Heed", (m) => protocol(m).contracts);

/**
 * The same, handed to its owner in the same deployment. Two more parameters: owner, adminDelay (seconds that every
 * administrative act of the owner is seen before it takes effect). The deployer keeps no role.
 */
export const heedWithOwner = buildModule("HeedWithOwner", (m) => {
  const { contracts, signerSet } = protocol(m);
  const manager = contracts.accessManager;
  const deployer = m.getAccount(0);
  const owner = m.getParameter("owner");
  const grants = [
    m.call(manager, "grantRole", [GUARDIAN_ROLE, owner, 0], { id: "GrantOwnerGuardian", after: [signerSet] }),
    m.call(manager, "grantRole", [ADMIN_ROLE, owner, m.getParameter("adminDelay", 86_400)], {
      id: "GrantOwnerAdmin",
      after: [signerSet],
    }),
  ];
  const guardian = m.call(manager, "renounceRole", [GUARDIAN_ROLE, deployer], {
    id: "RenounceGuardian",
    after: grants,
  });
  m.call(manager, "renounceRole", [ADMIN_ROLE, deployer], { id: "RenounceAdmin", after: [guardian] });
  return contracts;
});

type Builder = Parameters<Parameters<typeof buildModule>[1]>[0];

function protocol(m: Builder) {
  const deployer = m.getAccount(0);
  const accessManager = m.contract("AccessManager", [deployer]);
  const token = m.contract("AttentionToken", [m.getParameter("holder", deployer)]);
  const market = m.contract("AttentionMarket", [
    accessManager,
    token,
    m.getParameter("treasury", deployer),
    m.getParameter("protocolFeeBps", 250),
  ]);
  const oracle = m.contract("AttentionOracle", [accessManager, market]);

  const rules = [
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [market, selectors(attentionMarketAbi, "setQuoteGate"), ORACLE_ROLE],
      { id: "OracleKeepsQuoteGate" },
    ),
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [market, selectors(attentionMarketAbi, "pauseSales", "resumeSales"), GUARDIAN_ROLE],
      { id: "GuardianPausesSales" },
    ),
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [oracle, selectors(attentionOracleAbi, "revokeQuoteSigner", "raiseCounter"), GUARDIAN_ROLE],
      { id: "GuardianCancelsQuotes" },
    ),
    m.call(accessManager, "grantRole", [ORACLE_ROLE, oracle, 0], { id: "GrantOracle" }),
    m.call(accessManager, "grantRole", [GUARDIAN_ROLE, deployer, 0], { id: "GrantGuardian" }),
  ];
  const signerSet = m.call(
    oracle,
    "setQuoteSigner",
    [m.getParameter("quoteSigner"), m.getParameter("signerExpiresAt")],
    {
      id: "SetQuoteSigner",
      after: rules,
    },
  );
  return { contracts: { accessManager, token, market, oracle }, signerSet };
}

function selectors(abi: Abi, ...names: string[]): Hex[] {
  return names.map((name) =>
    toFunctionSelector(abi.find((item): item is AbiFunction => item.type === "function" && item.name === name)!),
  );
}
