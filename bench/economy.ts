import { parseArgs } from "node:util";
import { AGED, AGED_EPOCHS, attacks, CROWDS } from "./economy/attacks.ts";
import { conservesOnChain } from "./economy/chainPass.ts";
import { linesByCrowd } from "./economy/crowds.ts";
import { percent } from "./economy/percent.ts";
import { settleEpochs, totalOf } from "./economy/settleEpochs.ts";
import { EPOCHS, READERS, SESSION_MS } from "./economy/world.ts";
import { wholeNumber } from "./support/wholeNumber.ts";

const BAR_PERCENT = 1;
/** Bounded by rules, not without gain. */
const BOUNDED = ["sybils", AGED];
const INDENT = "".padEnd(27);

const usage = `Usage: npm run bench -- economy [--seed N] [--json]

Lets agents attack the payouts for ${EPOCHS} epochs of an hour (${AGED}: ${AGED_EPOCHS}), among ${READERS} honest readers and 16 honest authors' pieces, with three campaigns
of different audiences and bids. What they send goes through the oracle's own checks, cleaning, exclusivity, rules, auction and payouts.

Gain: what the agents' accounts earn in all, by reading and by what they wrote, against the same agents honest in the same stretches of
the clock (${SESSION_MS / 60_000} minutes an epoch) on pieces of the same topics by others. Honest or not, they keep all they earn by reading (share 0), which is every
viewer's right; the readers around them give the usual 30 % to creators. Who bids dust to make attention cheaper
gains what those readers lose. None may gain over ${BAR_PERCENT} % but one person's crowd of new accounts, of which two rows tell:

  sybils       bounded by the newcomers' rule, beside which it is printed, for an epoch of an hour: the rule leaves newcomers a sixth of
               any epoch's duration or 5 % of the established viewers' attention, however many they are.
  aged-sybils  the rule binds a crowd until its accounts have attended on two UTC days, the first 72 hours ago. The same crowd goes on for
               ${AGED_EPOCHS / 24} days, half of which it is established. Then each account earns what a reader does: no rule bounds the crowd but four hours a
               UTC day and account, and what campaigns pay in all. Printed by the number of accounts (${CROWDS.join(", ")}).

Whether an account is a newcomer follows from its own attention, as oracle/settle/newcomer.ts has it.

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
  for (const { name, what, epochs, gainIs, honest, attack } of attacks) {
    const [fair, foul] = [
      await settleEpochs(seed, honest(seed), epochs),
      await settleEpochs(seed, attack(seed), epochs),
    ];
    const [was, is] = [totalOf(fair.takings), totalOf(foul.takings)];
    const gain = gainIs ? -percent(is.readersWei, was.readersWei) : percent(is.agentsWei, was.agentsWei);
    gains[name] = gain;
    conserved &&= fair.conserved && foul.conserved;
    if (!values.json) console.log(`${name.padEnd(16)} ${gain.toFixed(3).padStart(8)}  ${what}`);
    if (!values.json && name === "sybils") {
      const times = (is.agentsMs / was.agentsMs).toFixed(2);
      console.log(
        `${INDENT}the rule pays the crowd for ${times} times what one honest reader gives, however many they are`,
      );
    }
    if (!values.json && name === AGED) {
      for (const line of await linesByCrowd(seed, fair, foul)) console.log(INDENT + line);
    }
    if (name === "rings") {
      const onChain = await conservesOnChain(foul.epochs);
      conserved &&= onChain.conserved;
      if (!values.json) console.log(`${INDENT}on chain: ${onChain.said}`);
    }
  }
  if (values.json) console.log(JSON.stringify({ attacks: gains, conserved }));
  else console.log(conserved ? "conserved to the wei" : "NOT conserved");
  const over = Object.entries(gains).filter(([name, gain]) => !BOUNDED.includes(name) && gain > BAR_PERCENT);
  if (!conserved || over.length > 0) process.exitCode = 1;
}
