import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChain } from "../../../scripts/stack/chain.ts";
import { deployContracts } from "../../../scripts/stack/contracts.ts";
import { freePort } from "../../../scripts/stack/ports.ts";
import { quoteSigner } from "../../price/signer.ts";
import type { Options } from "../../service/options.ts";
import type { Ledger } from "../../settle/ledger.ts";
import type { Appraiser } from "../../value/appraiser.ts";
import type { TestPair } from "../../value/kuairandModel.ts";
import type { Report } from "../progress.ts";
import { demoBounds, withNeighbours } from "./prices.ts";
import { trade } from "./trade.ts";

/** Splits, publications, funded buyers, purchases and claims: about as many steps as `trade` takes. */
const STEPS = 57;

/**
 * Starts a Hardhat node for this demo alone, deploys, lets the pairs trade, and stops it again.
 * @throws the signal's reason where it was aborted
 */
export async function tradeOnOwnChain(
  pairs: readonly TestPair[],
  appraiser: Appraiser,
  { rateWei, signerKey }: Pick<Options, "signerKey"> & { rateWei: bigint },
  report: Report,
  signal: AbortSignal,
): Promise<Ledger> {
  const folder = await mkdtemp(join(tmpdir(), "heed-demo-"));
  report(0, "starting a chain");
  const chain = await startChain({ port: await freePort(), logFile: join(folder, "chain.log") });
  try {
    report(0.1, "deploying");
    const deployment = await deployContracts(chain.url, { signal });
    let step = 0;
    return await trade(
      withNeighbours(pairs).map(({ viewer, content, history, atMs }) => ({ viewer, content, visits: history, atMs })),
      {
        rpcUrl: chain.url,
        deployment,
        appraiser,
        signer: quoteSigner(signerKey),
        rateWei,
        ...demoBounds(rateWei),
        onStep(what) {
          signal.throwIfAborted();
          step = Math.min(step + 1, STEPS);
          report(0.3 + (0.7 * step) / STEPS, what);
        },
      },
    );
  } finally {
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
