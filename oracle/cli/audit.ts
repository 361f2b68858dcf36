import { findDeployment } from "@heed/contracts/deployment";
import { Command } from "commander";
import { formatEther } from "viem";
import { readAddress } from "../api/addresses.ts";
import { chainUnreachable, isUnreachable } from "../chain/chainErrors.ts";
import { createChainClient } from "../chain/client.ts";
import { SetupError } from "../service/errors.ts";
import { readOptions } from "../service/options.ts";
import { auditClaim, type ClaimAudit } from "../settle/auditClaim.ts";
import { auditEpoch, type EpochAudit } from "../settle/auditEpoch.ts";
import { auditSources } from "../settle/auditSources.ts";
import { findRunningOracle } from "../store/lock.ts";
import { printAnswer } from "./output.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface AuditOptions {
  oracle?: string;
  json?: boolean;
}

/** `audit epoch`, `audit claim`: derives again what the chain says, from rows that anybody can download. Exit code 0 if it holds, 2 if not. */
export function auditCommand(): Command {
  const described = (command: Command) =>
    command
      .option(
        "--oracle <url>",
        "any oracle's address (default: the one that holds HEED_HOME, else this machine's HEED_PORT)",
      )
      .option("--json", "print one JSON object and nothing else")
      .addHelpText(
        "after",
        "\nThe chain is read at HEED_RPC_URL. Exit code: 0 if everything holds, 2 if something differs, 1 on an error.",
      );
  return new Command("audit")
    .description("Check what was paid against the chain, from the published rows")
    .addCommand(
      described(new Command("epoch"))
        .description(
          "Derive an epoch's rate, payouts and roots again, and name the first difference from its report on the chain",
        )
        .argument("<epoch>", "its number", wholeNumber(1, Number.MAX_SAFE_INTEGER))
        .action(async (epoch: number, options: AuditOptions) => {
          const { client, deployment, url, rpcUrl } = sourcesOf(options);
          const audit = await auditSources(client, deployment, url, epoch).then(auditEpoch).catch(named(rpcUrl));
          printAnswer(options.json, audit, () => describeEpoch(audit));
          if (!audit.holds) process.exitCode = 2;
        }),
    )
    .addCommand(
      described(new Command("claim"))
        .description(
          "Derive what an account earned line by line, and hold the sum against the root that claims are checked against",
        )
        .argument("<address>", "the account")
        .action(async (address: string, options: AuditOptions) => {
          const account = readAddress(address, "address");
          const { client, deployment, url, rpcUrl } = sourcesOf(options);
          const audit = await auditClaim(client, deployment, url, account).catch(named(rpcUrl));
          printAnswer(options.json, audit, () => describeClaim(audit));
          if (!audit.holds) process.exitCode = 2;
        }),
    );
}

function sourcesOf({ oracle }: AuditOptions) {
  const options = readOptions();
  const deployment = findDeployment(options.chainId);
  if (!deployment) {
    throw new SetupError(`Heed isn't deployed on chain ${options.chainId}, as far as this copy of it knows.`, {
      code: "not-deployed",
      hint: "Start it with npm start, or set HEED_CHAIN_ID and put the chain's file into contracts/deployments.",
    });
  }
  const url = oracle ?? findRunningOracle(options.home) ?? `http://127.0.0.1:${options.port}`;
  return { client: createChainClient(options), deployment, url: url.replace(/\/$/, ""), rpcUrl: options.rpcUrl };
}

/** Says of a chain that doesn't answer which one it is. */
function named(rpcUrl: string): (error: unknown) => never {
  return (error) => {
    throw isUnreachable(error) ? chainUnreachable(error, rpcUrl) : error;
  };
}

const heed = (wei: bigint) => `${formatEther(wei)} HEED`;

function describeEpoch(audit: EpochAudit): string {
  const { epoch, holds, differences, rateWei, spentWei, paidWei, accounts, cells, writesOff, repeats, writtenOff } =
    audit;
  return [
    holds
      ? `✓ Epoch ${epoch} holds: rows, rate, payouts and roots are what the chain says`
      : `✗ Epoch ${epoch} does not hold`,
    `  rate        ${heed(rateWei)} an attention-second`,
    `  spent       ${heed(spentWei)} for ${cells} ${cells === 1 ? "cell" : "cells"} (attention that the same campaigns could buy)`,
    `  paid        ${heed(paidWei)} to ${accounts} accounts; ${spentWei - paidWei} wei of rounding stay in the ledger`,
    ...(repeats === null
      ? []
      : [
          `  held back   until no report can be opened that has unsettled spends in it: its payouts are epoch ${repeats}'s`,
        ]),
    ...writesOff.map((one) => `  writes off  ${heed(one.amountWei)} of epoch ${one.epoch}: nobody settled it in time`),
    ...(writtenOff
      ? [
          `  written off ${heed(writtenOff.amountWei)}, from epoch ${writtenOff.by}'s report on: nobody settled it in time`,
        ]
      : []),
    ...differences.map(
      ({ place, proposed, recomputed }) => `✗ ${place}: the chain says ${proposed}, the rows come to ${recomputed}`,
    ),
  ].join("\n");
}

function describeClaim(audit: ClaimAudit): string {
  const { account, lines, holds, difference } = audit;
  return [
    holds ? `✓ What ${account} earned holds` : `✗ What ${account} earned does not hold`,
    ...lines.map(
      (line) =>
        `  epoch ${line.epoch}  ${line.role.padEnd(7)}  cell ${line.cell} (campaigns ${line.campaigns.join(", ")})  ` +
        `${line.units} of ${line.allUnits} units × ${heed(line.paidForCellWei)} = ${heed(line.amountWei)}`,
    ),
    ...audit.writtenOff.map(
      ({ epoch, by, amountWei }) =>
        `  epoch ${epoch}: ${heed(amountWei)} written off from epoch ${by}'s report on, nobody settled it in time`,
    ),
    `  earned      ${heed(audit.earnedWei)}`,
    `  pending     ${heed(audit.pendingWei)}, of reports that aren't final and settled yet`,
    `  claimed     ${heed(audit.claimedWei)}`,
    `  claimable   ${heed(audit.claimableWei)}${audit.openEpoch === null ? "" : `, by the root of epoch ${audit.openEpoch}`}`,
    ...(difference
      ? [`✗ ${difference.place}: ${difference.proposed}, and the rows come to ${difference.recomputed}`]
      : []),
  ].join("\n");
}
