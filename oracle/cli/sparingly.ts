const QUIET_MS = 10_000;

/**
 * Thins out what long work says of itself, for where every line stays, as in a file: each stage once (by its words, whatever figures
 * are in them), and of what only goes on in it a line each ten seconds at most; where shares of the whole (0..1) are told, each tenth.
 */
export function sparingly(
  print: (line: string, share: number) => void,
  nowMs: () => number = () => performance.now(),
): (line: string, share?: number) => void {
  let said = { stage: "", atMs: 0, tenth: 0 };
  return (line, share = 1) => {
    const stage = line.replace(/\d+([.,]\d+)*/g, "#");
    const tenth = Math.floor(10 * share);
    const goesOn = nowMs() >= said.atMs + QUIET_MS && (share === 1 || tenth > said.tenth);
    if (stage === said.stage && !goesOn) return;
    said = { stage, atMs: nowMs(), tenth };
    print(line, share);
  };
}
