import { createHash } from "node:crypto";
import { createRequire } from "node:module";

/** One side of a decision in a source. */
export interface Branch {
  file: string;
  line: number;
  /** What has to happen for it to be taken, for instance «`quantity == 0` is true». */
  taken: string;
  /** What the instrumented code reports when it is: 32 bytes in hex. */
  tag: string;
}

interface Node {
  nodeType?: string;
  src?: string;
  [field: string]: unknown;
}

const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
const LIBRARY = "BranchesOfThisFile";

/**
 * Makes a source that Hardhat instrumented for coverage report branches too, which Hardhat does not: both outcomes of every `if`
 * and `?:`, of the left side of every `&&` and `||`, and every clause of a `try`. Loops and assembly are not counted.
 *
 * @param file The source's name in reports.
 * @param source With Hardhat's import of its coverage library; lines as in the original.
 */
export function instrumentBranches(file: string, source: string): { source: string; branches: Branch[] } {
  const bytes = Buffer.from(source);
  const branches: Branch[] = [];
  const insertions: { at: number; length: number; opens: boolean; text: string }[] = [];
  const branch = (start: number, taken: string): string => {
    const line = bytes.subarray(0, start).toString().split("\n").length;
    const tag = createHash("sha256").update(`${file}:${start}:${taken}`).digest("hex");
    branches.push({ file, line, taken, tag });
    return `0x${tag}`;
  };
  const decision = (node: Node) => {
    const [start, length] = place(node);
    const text = bytes.subarray(start, start + length).toString();
    const [whenTrue, whenFalse] = [branch(start, `\`${text}\` is true`), branch(start, `\`${text}\` is false`)];
    insertions.push({ at: start, length, opens: true, text: `${LIBRARY}.outcome(` });
    insertions.push({ at: start + length, length, opens: false, text: `, ${whenTrue}, ${whenFalse})` });
  };
  const clause = (node: Node, index: number) => {
    const [start] = place(node.block as Node);
    const tag = branch(start, index === 0 ? "what is tried succeeds" : "what is tried fails");
    insertions.push({ at: start + 1, length: 0, opens: true, text: `${LIBRARY}.outcome(true, ${tag}, ${tag}); ` });
  };
  visit(parse(source), (node) => {
    if (node.nodeType === "IfStatement" || node.nodeType === "Conditional") decision(node.condition as Node);
    if (node.nodeType === "BinaryOperation" && ["&&", "||"].includes(node.operator as string)) {
      decision(node.leftExpression as Node);
    }
    if (node.nodeType === "TryStatement") (node.clauses as Node[]).forEach(clause);
  });
  if (branches.length === 0) return { source, branches };

  // Of what ends in one place the inner ends first, of what begins there the outer begins first.
  insertions.sort(
    (a, b) => a.at - b.at || Number(a.opens) - Number(b.opens) || (a.opens ? b.length - a.length : a.length - b.length),
  );
  let done = 0;
  let text = "";
  for (const insertion of insertions) {
    text += bytes.subarray(done, insertion.at).toString() + insertion.text;
    done = insertion.at;
  }
  return { source: text + bytes.subarray(done).toString() + library, branches };
}

const library = `
library ${LIBRARY} {
    function outcome(bool condition, uint256 whenTrue, uint256 whenFalse) internal pure returns (bool) {
        __NomicFoundationCoverage.sendHit(condition ? whenTrue : whenFalse);
        return condition;
    }
}
`;

function parse(source: string): Node {
  const { sources, errors } = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: "Solidity",
        sources: { source: { content: source } },
        settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
      }),
    ),
  ) as { sources?: { source?: { ast?: Node } }; errors?: { formattedMessage: string }[] };
  const ast = sources?.source?.ast;
  if (!ast) throw new Error(errors?.[0]?.formattedMessage ?? "solc gave no syntax tree");
  return ast;
}

function visit(value: unknown, look: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, look);
  } else if (typeof value === "object" && value !== null) {
    if ("nodeType" in value) look(value as Node);
    for (const field of Object.values(value)) visit(field, look);
  }
}

/** Offset and length in bytes. */
function place(node: Node): [start: number, length: number] {
  const [start, length] = node.src!.split(":").map(Number);
  return [start!, length!];
}
