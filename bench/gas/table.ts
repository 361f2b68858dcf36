import { bars } from "./bars.ts";
import type { GasFigures, PurchaseLimits } from "./heed.ts";
import { formula, type Limit } from "./limit.ts";
import { type PeerFigures, peers } from "./peers.ts";

const number = (value: number) => value.toLocaleString("en");
const cell = (text: string) => text.padStart(10);
const name = (text: string) => text.padEnd(36);

/** Heed's figures with the bars, and the limits where there are any; below, the limit's formula filled in for one purchase. */
export function ourTable(gas: GasFigures, limits: PurchaseLimits): string {
  const lines = [`${name("Heed, gas")}${["measured", "bar", "limit"].map(cell).join("")}`];
  for (const [key, value] of Object.entries(gas) as [keyof GasFigures, number][]) {
    const [bar, limit] = [bars[key], limits[key]?.gas];
    const missed = bar && value > bar ? `  over its bar by ${((value / bar - 1) * 100).toFixed(1)} %` : "";
    lines.push(name(key) + [value, bar, limit].map((gas) => cell(gas ? number(gas) : "–")).join("") + missed);
  }
  return `${lines.join("\n")}\n\n${filledIn("buyNew", gas.buyNew, limits.buyNew!)}`;
}

/** The formula, then each term's gas for this purchase. */
function filledIn(purchase: string, measured: number, { gas, tokens, terms }: Limit): string {
  const sum: [string, number][] = [
    ["a transaction", 21_000],
    [`calldata, 4T where T = ${number(tokens)}`, 4 * tokens],
    ...Object.entries(terms),
  ];
  const above = ((measured / gas - 1) * 100).toFixed(1);
  return [
    formula,
    `${purchase}, term by term`,
    ...sum.map(([term, gas]) => `${cell(number(gas))}  ${term}`),
    `${cell(number(gas))}  in all, and never less than 21,000 + 10T = ${number(21_000 + 10 * tokens)}`,
    `${cell(number(measured))}  measured, ${above} % above`,
  ].join("\n");
}

/** A table for each peer: its gas, Heed's for the same where Heed does the same, and how many times Heed's that is. */
export function peerTable(figures: PeerFigures, gas: GasFigures): string {
  const blocks = Object.entries(figures).map(([peer, scenarios]) => {
    if ("skipped" in scenarios) return `${peer}\n  skipped: ${scenarios.skipped}`;
    const about = peers.find((known) => known.name === peer)?.about;
    const rows = Object.entries(scenarios).map(([scenario, theirs]) => {
      const ours = counterpart(scenario, gas);
      const compared = ours ? [number(ours), `${(theirs / ours).toFixed(2)} ×`] : ["–", "–"];
      return `  ${scenario.padEnd(34)}${[number(theirs), ...compared].map(cell).join("")}`;
    });
    return [peer, ...wrapped(about ?? ""), ...rows].join("\n");
  });
  return [`${name("Peers, gas")}${["peer", "Heed", "ratio"].map(cell).join("")}`, ...blocks].join("\n\n");
}

/** In lines of at most 100 characters, indented. */
const wrapped = (text: string) => text.match(/.{1,98}(?: |$)/g)?.map((line) => `  ${line.trim()}`) ?? [];

/** Heed's figure for the same, the number of payees and earlier claims aside: they change none of its figures. */
function counterpart(scenario: string, gas: GasFigures): number | undefined {
  return (gas as unknown as Record<string, number>)[scenario.replace(/\d+Payees$|AfterClaim$/, "")];
}
