import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The typed ABIs are TypeScript in a sibling workspace.
  transpilePackages: ["@heed/contracts"],
  turbopack: { root: fileURLToPath(new URL("..", import.meta.url)) },
  devIndicators: false,
};

export default config;
