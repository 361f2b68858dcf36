import { defineConfig } from "@wagmi/cli";
import { hardhat } from "@wagmi/cli/plugins";

/** `npm run compile` writes the typed ABIs that the oracle and the web app import. */
export default defineConfig({
  out: "contracts/generated/abis.ts",
  plugins: [
    hardhat({
      project: ".",
      commands: { clean: false, build: false },
      include: ["contracts/Attention*.sol/*.json"],
    }),
  ],
});
