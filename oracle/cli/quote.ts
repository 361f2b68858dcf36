import { Command } from "commander";
import { formatEther } from "viem";
import { BadInputError } from "../service/errors.ts";
import type { Reason } from "../value/appraiser.ts";
import { withOracle } from "./askOracle.ts";
import { printAnswer } from "./output.ts";

interface QuoteOptions {
  content: string;
  wallet?: string;
  viewer?: string;
  json?: boolean;
}

interface Signed {
  digest: string;
  unitPriceWei: string;
  expiresAt: number;
}

interface Answer {
  personal: Signed | null;
  standard: Signed;
  explanation: {
    interest: number;
    value: number;
    standardValue: number;
    model: string;
    reasons: Reason[];
    steps: Reason[];
  };
}

/** `quote`: both prices of one content for one buyer, signed, with the reasons. */
export function quoteCommand(): Command {
  return new Command("quote")
    .description("Quote a content's personal and standard price, signed, and say how they came about")
    .requiredOption("--content <id>", "the content's id on chain")
    .option("--wallet <address>", "the buyer; priced by that wallet's behaviour, where consented")
    .option("--viewer <pseudonym>", "price by this viewer's behaviour (a quote for a wallet needs --wallet too)")
    .option("--json", "print one JSON object and nothing else")
    .action(async (options: QuoteOptions) => {
      const path = pathOf(options);
      const answer = await withOracle((ask) => ask<Answer>(path));
      printAnswer(options.json, answer, () => describe(options.content, answer));
    });
}

function pathOf({ content, wallet, viewer }: QuoteOptions): string {
  if (!wallet && !viewer) {
    throw new BadInputError("It isn't said for whom.", {
      code: "no-buyer",
      field: "--wallet",
      hint: "Give --wallet 0x… (the buyer) or --viewer v_… (whose behaviour to price by), or both.",
    });
  }
  const query = new URLSearchParams();
  if (wallet) query.set("buyer", wallet);
  if (viewer) query.set("viewer", viewer);
  return `/quotes/${encodeURIComponent(content)}?${query}`;
}

function describe(contentId: string, { personal, standard, explanation }: Answer): string {
  const price = (name: string, quote: Signed | null) =>
    quote
      ? `${name.padEnd(10)}${formatEther(BigInt(quote.unitPriceWei)).padStart(24)} HEED   ${quote.digest}`
      : `${name.padEnd(10)}${"none: no consent to personalisation".padStart(24)}`;
  return [
    `Content ${contentId}, by model ${explanation.model}`,
    "",
    price("personal", personal),
    price("standard", standard),
    "",
    `interest ${(explanation.interest * 100).toFixed(2)} %, value ${explanation.value.toFixed(2)} s (everybody: ${explanation.standardValue.toFixed(2)} s)`,
    ...[...explanation.reasons, ...explanation.steps].map(({ text }) => `· ${text}`),
    "",
    `Valid until ${new Date(standard.expiresAt * 1000).toISOString()} by the chain's clock. «heed explain DIGEST» derives a quote again.`,
  ].join("\n");
}
