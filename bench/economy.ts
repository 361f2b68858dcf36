import { parseArgs } from "node:util";
import { attacks } from "./economy/attacks.ts";
import { conservesOnChain } from "./economy/chainPass.ts";
import { settleEpochs } from "./economy/settleEpochs.ts";
import { EPOCHS, READERS, SESSION_MS } from "./economy/world.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const BAR_PERCENT = 1;

const usage = `Usage: npm run bench -- economy [--seed N] [--json]

Lets agents attack the payouts for ${EPOCHS} epochs of an hour, among ${READERS} honest readers and 16 honest authors' pieces, with three campaigns
of different audiences and bids. What they send goes through the oracle's own checks, cleaning, exclusivity, rules, auction and payouts.

Gain: what the agents' accounts earn in all, by reading and by what they wrote, against the same agents honest in the same stretches of
the clock (${SESSION_MS / 60_000} minutes an epoch) on pieces of the same topics by others. Honest or not, they keep all they earn by reading (share 0), which is every
viewer's right; the readers around them give the usual 30 % to creators. Who bids dust to make attention cheaper
gains what those readers lose. None may gain over ${BAR_PERCENT} % but the crowd of new accounts: that is bounded by the newcomers' rule, beside which it is
printed, for an epoch of an hour; the rule leaves newcomers a sixth of any epoch's duration or 5 % of the established viewers' attention. It
binds a crowd until its accounts have attended on two UTC days, the first 72 hours ago.

Then everything that a ring's ${EPOCHS} epochs come to is put on a local chain: campaigns paid in, reports signed, posted and settled, every
account's claim, every leftover's refund; no wei may be missing or too many.

  --seed N  another world of chance (default 1)
  --json    print one JSON object and nothing else`;

/** Measures what attacks gain. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seed: { type: "string", default: "1" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(usage);
  const seed = wholeNumber("--seed", values.seed);
  const gains: Record<string, number> = {};
  let conserved = true;
  if (!values.json) console.log("attack             gain %  what is done");
  for (const { name, what, gainIs, honest, attack } of attacks) {
    const [fair, foul] = [await settleEpochs(seed, honest(seed)), await settleEpochs(seed, attack(seed))];
    const gain = gainIs ? -percent(foul.readersWei, fair.readersWei) : percent(foul.earnedWei, fair.earnedWei);
    gains[name] = gain;
    conserved &&= fair.conserved && foul.conserved;
    if (!values.json) console.log(`${name.padEnd(16)} ${gain.toFixed(3).padStart(8)}  ${what}`);
    if (!values.json && foul.newcomersPaidMs > 0) {
      const times = foul.newcomersPaidMs / fair.agentsMs;
      console.log(
        `${"".padEnd(27)}the rule pays the crowd for ${times.toFixed(2)} times what one honest reader gives, however many they are`,
      );
    }
    if (name === "rings") {
      const onChain = await conservesOnChain(foul.epochs);
      conserved &&= onChain.conserved;
      if (!values.json) console.log(`${"".padEnd(27)}on chain: ${onChain.said}`);
    }
  }
  if (values.json) console.log(JSON.stringify({ attacks: gains, conserved }));
  else console.log(conserved ? "conserved to the wei" : "NOT conserved");
  const over = Object.entries(gains).filter(([name, gain]) => name !== "sybils" && gain > BAR_PERCENT);
  if (!conserved || over.length > 0) process.exitCode = 1;
}

/** Exact to a millionth. */
function percent(wei: bigint, ofWei: bigint): number {
  return Number(((wei - ofWei) * 10n ** 8n) / ofWei) / 10 ** 6;
}
