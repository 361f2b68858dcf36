import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createRandom } from "../../oracle/interest/random.ts";
import { REPOSITORY_ROOT } from "../../oracle/service/options.ts";

/** A float64 NumPy file of format version 1. */
function npy(shape: number[], values: number[]): Buffer {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`.padEnd(117);
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text}\n`, "latin1");
  return Buffer.concat([head, new Uint8Array(Float64Array.from(values).buffer)]);
}

describe("heed value", () => {
  const random = createRandom(4);
  const rows = Array.from({ length: 300 }, () => [random.next(), random.next(), random.next()]);
  const truth = rows.map(([a, b, c]) => 20 + 10 * a! - 6 * b! * c!);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "heed-value-"));
    await writeFile(join(folder, "data.npy"), npy([300, 3], rows.flat()));
    await writeFile(join(folder, "labels.npy"), npy([300], truth));
    await writeFile(join(folder, "short.npy"), npy([299], truth.slice(1)));
    await writeFile(join(folder, "cut.npy"), npy([300], truth.slice(10)));
  });
  after(() => rm(folder, { recursive: true }));

  function heed(labels: string, ...more: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const args = [
      "oracle/cli/main.ts",
      "value",
      "--data",
      join(folder, "data.npy"),
      "--labels",
      join(folder, labels),
      ...more,
    ];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: REPOSITORY_ROOT }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  }

  it("prints one value a row that comes close to the label, and the same ones again for the same seed", async () => {
    const [first, again] = [await heed("labels.npy", "--json"), await heed("labels.npy", "--json")];
    expect(first.code).to.equal(0);
    const { values } = JSON.parse(first.stdout) as { values: number[] };
    expect(values).to.have.length(300);
    const error = values.reduce((sum, value, i) => sum + Math.abs(value - truth[i]!), 0) / 300;
    expect(error).to.be.below(0.7);
    expect(first.stderr).to.include("epoch 10/10");
    expect(again.stdout).to.equal(first.stdout);
  });

  it("prints plain lines without --json", async () => {
    const { stdout } = await heed("labels.npy", "--epochs", "1");
    expect(stdout.trim().split("\n").map(Number).every(Number.isFinite)).to.equal(true);
    expect(stdout.trim().split("\n")).to.have.length(300);
  });

  it("says what is wrong and what to do, without a stack, and exits with 1", async () => {
    const mismatch = await heed("short.npy");
    expect(mismatch.code).to.equal(1);
    expect(mismatch.stdout).to.equal("");
    expect(mismatch.stderr).to.match(
      /short\.npy has 299 labels for the 300 rows of .*data\.npy\.\nGive exactly one label/,
    );
    const cut = await heed("cut.npy", "--json");
    expect(JSON.parse(cut.stdout).error.code).to.equal("bad-npy");
    expect(cut.stderr).to.include("before row 291, column 1 of 300 × 1");
    expect(cut.stderr).to.not.include("    at ");
  });
});
