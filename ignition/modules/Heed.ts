import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { type Abi, type AbiFunction, type Hex, toFunctionSelector } from "viem";
import { attentionMarketAbi, attentionOracleAbi } from "../../contracts/generated/abis.ts";

/** AccessManager's own: may change roles. */
export const ADMIN_ROLE = 0n;
/** May replace the market's quote keys: AttentionOracle alone. */
export const ORACLE_ROLE = 1n;
/** May stop sales, drop a quote key, cancel all quotes and veto reports, at once. */
export const GUARDIAN_ROLE = 2n;
/** May name quote keys and reporters. With an owner it waits, and the guardian may cancel what waits. */
export const SIGNER_ROLE = 3n;

const HOUR = 3_600;

/**
 * The whole protocol, on any network. Parameters that must be given: quoteSigner, signerExpiresAt (Unix seconds), reporters
 * (addresses) and quorum (how many of them make a report). With defaults: holder (of the supply), treasury, protocolFeeBps;
 * initialRate (HEED wei an attention-second); and in seconds epochDuration, challengeWindow, reportWindow and settlementWindow,
 * which is longer than the two before it together. Everything administrative stands behind the access manager, whose only
 * administrator and guardian is the deployer.
 */
export const heed = buildModule("Heed", (m) => {
  const { contracts } = protocol(m);
  m.call(contracts.accessManager, "grantRole", [GUARDIAN_ROLE, m.getAccount(0), 0], { id: "GrantGuardian" });
  return contracts;
});

/**
 * The same, handed to its owner in the same deployment. Three more parameters: owner (another account than the deployer, who
 * renounces what it had), adminDelay (seconds that every administrative act of the owner is seen before it takes effect), guardian
 * (whose key should not be the owner's, or one theft takes both). The deployer keeps no role, and is guardian only if named.
 */
export const heedWithOwner = buildModule("HeedWithOwner", (m) => {
  const { contracts, keysSet } = protocol(m);
  const manager = contracts.accessManager;
  const deployer = m.getAccount(0);
  const owner = m.getParameter("owner");
  const adminDelay = m.getParameter("adminDelay", 86_400);
  const grants = [
    m.call(manager, "grantRole", [SIGNER_ROLE, owner, adminDelay], { id: "GrantOwnerSigner", after: keysSet }),
    m.call(manager, "grantRole", [GUARDIAN_ROLE, m.getParameter("guardian"), 0], {
      id: "GrantGuardian",
      after: keysSet,
    }),
    m.call(manager, "grantRole", [ADMIN_ROLE, owner, adminDelay], {
      id: "GrantOwnerAdmin",
      after: keysSet,
    }),
  ];
  const signer = m.call(manager, "renounceRole", [SIGNER_ROLE, deployer], { id: "RenounceSigner", after: grants });
  m.call(manager, "renounceRole", [ADMIN_ROLE, deployer], { id: "RenounceAdmin", after: [signer] });
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
  const oracle = m.contract("AttentionOracle", [
    accessManager,
    market,
    m.getParameter("epochDuration", HOUR),
    m.getParameter("challengeWindow", 6 * HOUR),
    m.getParameter("reportWindow", 24 * HOUR),
    m.getParameter("initialRate", 10n ** 16n),
  ]);
  const rewards = m.contract("AttentionRewards", [token, oracle, m.getParameter("settlementWindow", 7 * 24 * HOUR)]);

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
      [oracle, selectors(attentionOracleAbi, "revokeQuoteSigner", "raiseCounter", "veto"), GUARDIAN_ROLE],
      { id: "GuardianCancelsQuotesAndReports" },
    ),
    m.call(
      accessManager,
      "setTargetFunctionRole",
      [oracle, selectors(attentionOracleAbi, "setQuoteSigner", "setReporters"), SIGNER_ROLE],
      { id: "SignerRoleNamesKeys" },
    ),
    m.call(accessManager, "setRoleGuardian", [SIGNER_ROLE, GUARDIAN_ROLE], { id: "GuardianVetoesKeys" }),
    m.call(accessManager, "grantRole", [SIGNER_ROLE, deployer, 0], { id: "GrantSigner" }),
    m.call(accessManager, "grantRole", [ORACLE_ROLE, oracle, 0], { id: "GrantOracle" }),
  ];
  const keysSet = [
    m.call(oracle, "setQuoteSigner", [m.getParameter("quoteSigner"), m.getParameter("signerExpiresAt")], {
      id: "SetQuoteSigner",
      after: rules,
    }),
    m.call(oracle, "setReporters", [m.getParameter<string[]>("reporters"), m.getParameter("quorum")], {
      id: "SetReporters",
      after: rules,
    }),
  ];
  return { contracts: { accessManager, token, market, oracle, rewards }, keysSet };
}

function selectors(abi: Abi, ...names: string[]): Hex[] {
  return names.map((name) =>
    toFunctionSelector(abi.find((item): item is AbiFunction => item.type === "function" && item.name === name)!),
  );
}
