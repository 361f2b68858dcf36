import { Command } from "commander";
import { formatEther } from "viem";
import type { EpochSummary } from "../settle/readEpochs.ts";
import { withOracle } from "./askOracle.ts";
import { printAnswer } from "./output.ts";
import { wholeNumber } from "./wholeNumber.ts";

interface EpochDetails extends EpochSummary {
  digest: string | null;
  quorum: number;
  signers: { address: string; signed: boolean }[];
  /** Where it differs is said to the operator alone. */
  objections: ({ signer: string } & Record<"place" | "proposed" | "recomputed", string | null>)[];
  holdsBack: boolean;
  writesOff: { epoch: number; amountWei: string }[];
  writtenOff: { by: number; amountWei: string } | null;
  settleTxHashes: string[];
}

/** `epochs`: where each stands on its way from attention to money; of one, who signed, who objected and what is wrong. */
export function epochsCommand(): Command {
  return new Command("epochs")
    .description("Show where the latest epochs stand, or of one who signed its report, who objected, and what is wrong")
    .argument("[epoch]", "one epoch's number", wholeNumber(1, 2 ** 40))
    .option("--json", "print one JSON object and nothing else")
    .action(async (epoch: number | undefined, { json }: { json?: boolean }) => {
      if (epoch === undefined) {
        const answer = await withOracle((ask) => ask<{ epochs: EpochSummary[] }>("/epochs?limit=20"));
        printAnswer(
          json,
          answer,
          () => answer.epochs.map(describeInList).join("\n") || "No campaign has run in any epoch yet.",
        );
      } else {
        const answer = await withOracle((ask) => ask<EpochDetails>(`/epochs/${epoch}`));
        printAnswer(json, answer, () => describeDetails(answer));
      }
    })
    .addCommand(
      new Command("redo")
        .description("Freeze and propose an epoch anew that reporters objected to, once the cause is mended")
        .argument("<epoch>", "the epoch's number", wholeNumber(1, 2 ** 40))
        .option("--json", "print one JSON object and nothing else")
        .action(async (epoch: number, _: object, command: Command) => {
          const { json } = command.optsWithGlobals<{ json?: boolean }>();
          const path = `/epochs/${epoch}/redo`;
          const answer = await withOracle((ask) => ask<{ redone: number[] }>(path, { method: "POST" }));
          printAnswer(json, answer, () => `The keeper's next round begins anew with: ${answer.redone.join(", ")}.`);
        }),
    );
}

/** An epoch in a line: its number, end and state, and what was sold in it. */
function describeEpoch({ epoch, toMs, state, soldMs, supplyMs, spentWei, rateWei }: EpochSummary): string {
  const seconds =
    soldMs === null || supplyMs === null
      ? "fewer than ten viewers' attention"
      : `${(soldMs / 1000).toFixed(0)} of ${(supplyMs / 1000).toFixed(0)} s`;
  const sold = `${seconds} sold for ${formatEther(BigInt(spentWei))} HEED`;
  return `${epoch}  to ${new Date(toMs).toISOString()}  ${state.padEnd(11)}  ${sold}, rate ${formatEther(BigInt(rateWei))}`;
}

function describeInList(epoch: EpochSummary): string {
  return epoch.problem === null ? describeEpoch(epoch) : `${describeEpoch(epoch)}\n    ⚠ ${epoch.problem}`;
}

function describeDetails(details: EpochDetails): string {
  const { digest, txHash, challengeEndsAtMs, quorum, signers, objections, problem, settleTxHashes } = details;
  const { holdsBack, writesOff, writtenOff } = details;
  const lines = [
    describeEpoch(details),
    `digest     ${digest ?? "not proposed"}`,
    `posted     ${txHash ?? "not on the chain"}`,
    ...(challengeEndsAtMs === null ? [] : [`final      from ${new Date(challengeEndsAtMs + 1_000).toISOString()} on`]),
    `signers    ${signers.filter(({ signed }) => signed).length} signed, ${quorum} needed`,
    ...signers.map(({ address, signed }) => `           ${signed ? "✓" : "·"} ${address}`),
    ...objections.map(({ signer, place, proposed, recomputed }) =>
      place === null
        ? `objection  ${signer}`
        : `objection  ${signer}: ${place}: proposed ${proposed}, recomputed ${recomputed}`,
    ),
    ...settleTxHashes.map((hash) => `settled    ${hash}`),
    ...(holdsBack ? ["held back  until no report can be opened that has unsettled spends in it"] : []),
    ...writesOff.map(
      ({ epoch, amountWei }) =>
        `writes off ${formatEther(BigInt(amountWei))} HEED of epoch ${epoch}: nobody settled it in time`,
    ),
    ...(writtenOff
      ? [
          `written off ${formatEther(BigInt(writtenOff.amountWei))} HEED, from epoch ${writtenOff.by}'s report on: nobody settled it in time`,
        ]
      : []),
    ...(problem ? [`problem    ${problem}`] : []),
  ];
  return lines.join("\n");
}
