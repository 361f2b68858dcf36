import { deploymentPath } from "../contracts/deployment.ts";
import { deploy } from "./deploy/deploy.ts";
import { parseOptions, usage } from "./deploy/options.ts";

async function main(): Promise<void> {
  const { options, json, help } = parseOptions(process.argv.slice(2));
  if (help) return console.log(usage);
  const deployment = await deploy(options, (line) => console.error(line));
  if (!deployment) return json ? console.log(JSON.stringify({ sent: false })) : undefined;
  if (json) return console.log(JSON.stringify(deployment));
  for (const [name, value] of Object.entries(deployment)) console.log(`${name.padEnd(16)} ${value}`);
  console.log(`written to       ${deploymentPath(deployment.chainId)}`);
}

main().catch((error: unknown) => {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
