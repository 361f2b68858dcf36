import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "hardhat/config";
import config from "../../hardhat.config.ts";
import { type Branch, instrumentBranches } from "./branches.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const branches = new Map<string, Branch[]>();

/**
 * The project's configuration, for `hardhat --coverage` alone: counts branches beside Hardhat's lines, leaves out the contracts that
 * only tests use, and builds where nobody else finds it. The branches there are stand in `coverage/branches.json`.
 */
export default defineConfig({
  ...config,
  plugins: [
    ...(config.plugins ?? []),
    {
      id: "heed-branch-coverage",
      hookHandlers: {
        solidity: async () => ({
          default: async () => ({
            preprocessProjectFileBeforeBuilding: async (context, sourceName, fsPath, content, version, next) => {
              const source = await next(context, sourceName, fsPath, content, version);
              const file = relative(root, fsPath).replaceAll(sep, "/");
              if (!file.startsWith("contracts/") || file.startsWith("contracts/test/")) return source;
              const instrumented = instrumentBranches(file, source);
              branches.set(file, instrumented.branches);
              mkdirSync(join(root, "coverage"), { recursive: true });
              writeFileSync(join(root, "coverage/branches.json"), JSON.stringify([...branches.values()].flat()));
              return instrumented.source;
            },
          }),
        }),
      },
    },
  ],
  coverage: { skipFiles: ["contracts/test/**"] },
  paths: { ...config.paths, artifacts: "cache/coverage/artifacts", cache: "cache/coverage" },
});
