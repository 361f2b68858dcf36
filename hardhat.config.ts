import { fileURLToPath } from "node:url";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

// The compiler comes from npm, since its download host may be out of reach.
const compiler = {
  version: "0.8.37",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: { evmVersion: "osaka", viaIR: true, optimizer: { enabled: true, runs: 40_000 } },
};

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    profiles: { default: compiler, production: compiler },
    // The Solidity tests are built only for whoever runs them.
    splitTestsCompilation: true,
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  paths: { tests: { mocha: "test/contracts", solidity: "test/contracts/solidity" } },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    // Many transactions in one second must not push the chain's clock ahead of everybody else's.
    node: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", allowBlocksWithSameTimestamp: true },
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    sepolia: {
      type: "http",
      chainType: "l1",
      chainId: 11_155_111,
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("DEPLOYER_PRIVATE_KEY")],
    },
    baseSepolia: {
      type: "http",
      chainType: "op",
      chainId: 84_532,
      url: configVariable("BASE_SEPOLIA_RPC_URL"),
      accounts: [configVariable("DEPLOYER_PRIVATE_KEY")],
    },
  },
  // Explorers that ask for no key would be sent to by a slip.
  verify: {
    etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") },
    blockscout: { enabled: false },
    sourcify: { enabled: false },
  },
  typechain: { dontOverrideCompile: true },
  test: { mocha: { timeout: 600_000 }, solidity: { invariant: { runs: 20, depth: 500 } } },
});
