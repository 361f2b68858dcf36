import { CROWDS, crowd } from "./attacks.ts";
import { percent } from "./percent.ts";
import { type Settled, settleEpochs, totalOf } from "./settleEpochs.ts";

/**
 * How a crowd's gain grows with its size, while its accounts are newcomers and once they are established: a heading, a line a size,
 * and what bounds it.
 * @param alone the person behind it with one account, honest.
 * @param largest the largest crowd, settled already.
 */
export async function linesByCrowd(seed: number, alone: Settled, largest: Settled): Promise<string[]> {
  const since = largest.takings.findIndex(({ newcomers }) => !newcomers);
  const [whileNew, established] = [totalOf(alone.takings.slice(0, since)), totalOf(alone.takings.slice(since))];
  const line = (accounts: number, { takings }: Settled) => {
    const then = totalOf(takings.slice(since));
    const cells: [number, number][] = [
      [percent(totalOf(takings.slice(0, since)).agentsWei, whileNew.agentsWei), 21],
      [percent(then.agentsWei, established.agentsWei), 21],
      [100 + percent(then.agentsWei, then.spentWei), 31],
      [-percent(then.readersWei, established.readersWei), 19],
    ];
    return String(accounts).padStart(8) + cells.map(([figure, width]) => figure.toFixed(0).padStart(width)).join("");
  };
  const lines = ["accounts   gain % while new   once established   of all that campaigns pay %   readers lose %"];
  for (const accounts of CROWDS) {
    const isLargest = accounts === CROWDS.at(-1);
    const settled = isLargest ? largest : await settleEpochs(seed, crowd(seed, accounts), largest.epochs.length);
    lines.push(line(accounts, settled));
  }
  const most = percent(established.spentWei, established.agentsWei).toFixed(0);
  return [
    ...lines,
    `Established, it is bounded by four hours a day and account, and by what campaigns pay: all of it would be ${most} %.`,
  ];
}
