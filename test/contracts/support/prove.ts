import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What the compiler's model checker said of one file. */
export interface Verdict {
  /** Each what it proved for every input, for instance «Assertion violation» that can't be; with its line. */
  proven: { target: string; line: number }[];
  /** What it could not prove, or saw fail. */
  unproven: { target: string; line: number }[];
}

interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } }): string;
}

const solc = createRequire(import.meta.url)("solc") as Solc;
const root = join(import.meta.dirname, "../../..");
const SAFE = /BMC: (.+?) check is safe/;
const UNSAFE = /BMC: (.+?) (might happen|happens)/;

/**
 * Lets solc's SMTChecker prove the assertions of a contract, that nothing overflows, and that nothing is divided by zero.
 * The functions have no loops, so that its bounded engine covers every path; its unbounded one can't do the multiplications.
 *
 * @param file Below the project's root.
 * @throws Error where it does not compile.
 */
export function prove(file: string, contract: string): Verdict {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  // No solver timeout: with one, solc's JavaScript build crashes.
  const modelChecker = {
    contracts: { [file]: [contract] },
    engine: "bmc",
    targets: ["assert", "overflow", "underflow", "divByZero"],
    showUnproved: true,
    showProvedSafe: true,
  };
  const input = {
    language: "Solidity",
    sources: { [file]: { content: read(file) } },
    settings: { modelChecker, outputSelection: {} },
  };
  const { errors = [] } = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }),
  ) as { errors?: { severity: string; formattedMessage: string; sourceLocation?: { start: number } }[] };
  const broken = errors.find(({ severity }) => severity === "error");
  if (broken) throw new Error(broken.formattedMessage);
  const all = (kind: RegExp) =>
    errors.flatMap(({ formattedMessage }) => {
      const target = kind.exec(formattedMessage)?.[1];
      return target ? [{ target, line: Number(/\.sol:(\d+):/.exec(formattedMessage)?.[1]) }] : [];
    });
  return { proven: all(SAFE), unproven: all(UNSAFE) };
}
