import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Python program that times the same work in PyTorch, one request at a time. */
export interface Peer {
  /** Milliseconds of each of `steps` steps: of CPU with one thread, by the clock with more. */
  time(name: string, steps: number): Promise<number[]>;
  /** PyTorch's version, and what it multiplies with. */
  readonly about: { torch: string; blas: { libraries: string[]; gflops: number } };
  stop(): void;
}

/** Starts `script` in the first Python 3 that has PyTorch; undefined where none has. */
export async function startPeer(
  script: URL,
  shape: Readonly<Record<string, unknown>> & { threads: number },
): Promise<Peer | undefined> {
  const python = ["python3", "/usr/bin/python3", "python3.11"].find(hasTorch);
  if (!python) return undefined;
  const threads = String(shape.threads);
  const child = spawn(python, [fileURLToPath(script), JSON.stringify(shape)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads },
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`PyTorch's side of the comparison ended (${ended(child)}).`);
    return JSON.parse(value);
  };
  return {
    about: await answer(),
    async time(name, steps) {
      child.stdin!.write(`${JSON.stringify({ case: name, steps })}\n`);
      return (await answer()).ms;
    },
    stop: () => child.stdin!.end(),
  };
}

function hasTorch(python: string): boolean {
  return spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0;
}

function ended(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
