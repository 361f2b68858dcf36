// Fails if a committed generated file is not what its source makes now: the contracts' ABIs, the SIMD kernels, and the database migrations.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { node, root } from "./stack/child.ts";

interface Generated {
  files: string;
  remedy: string;
  commands: string[][];
}

const generated: Generated[] = [
  {
    files: "contracts/generated/**/*",
    remedy: "npm run compile",
    commands: [
      ["node_modules/hardhat/dist/src/cli.js", "build", "--quiet"],
      ["node_modules/@wagmi/cli/dist/esm/cli.js", "generate"],
    ],
  },
  {
    files: "oracle/interest/simd/generated/**/*",
    remedy: "npm run kernels",
    commands: ["strict", "relaxed"].map((target) => [
      "node_modules/assemblyscript/bin/asc.js",
      ...["--config", "oracle/interest/simd/asconfig.json", "--target", target],
    ]),
  },
  {
    files: "oracle/store/migrations/**/*",
    remedy: "npm run db:generate",
    commands: [["node_modules/drizzle-kit/bin.cjs", "generate"]],
  },
];

function fingerprint(pattern: string): Map<string, string> {
  const files = globSync(pattern, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

for (const { files, remedy, commands } of generated) {
  const before = fingerprint(files);
  for (const command of commands) execFileSync(node, command, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const after = fingerprint(files);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  if (changed.length > 0) {
    console.error(`Out of date: ${changed.join(", ")}. Run ${remedy} and commit what it writes.`);
    process.exitCode = 1;
  }
}
