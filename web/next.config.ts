import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The typed ABIs are TypeScript in a sibling workspace.
  transpilePackages: ["@heed/contracts"],
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
  devIndicators: false,
  // `npm test` checks the types (tsc -p web); doing it again would cost each first start ten seconds.
  typescript: { ignoreBuildErrors: true },
};

export default config;
