import { readDeployment } from "@heed/contracts/deployment";
import { createChainClient } from "../chain/client.ts";
import { createIndexer } from "../chain/indexer.ts";
import { rateInForce } from "../chain/rateInForce.ts";
import { createRelayer } from "../chain/relayer.ts";
import { TradeFeed } from "../insight/tradeFeed.ts";
import { createQuoting } from "../price/quoting.ts";
import { quoteSigner } from "../price/signer.ts";
import { createAppraiserHolder } from "../recommend/appraiserHolder.ts";
import { createCandidates } from "../recommend/candidates.ts";
import { createCatalogue } from "../recommend/catalogue.ts";
import { createDeviceModels } from "../recommend/deviceModel.ts";
import { createTraining } from "../recommend/training.ts";
import { createViewerReader } from "../recommend/viewerInputs.ts";
import { createKeeper } from "../settle/keeper.ts";
import type { Context } from "./context.ts";
import { LOCAL_CHAIN_ID } from "./options.ts";

export type Market = ReturnType<typeof createMarket>;

/** A local chain mines at once, so looking often is cheap and keeps the dApp lively. */
const LOCAL_POLL_MS = 250;
const POLL_MS = 4_000;

/** Builds what the oracle does about the market: chain, catalogue, models, quotes. Nothing connects before `start`. */
export function createMarket(context: Context) {
  const { options, store, clock, logger } = context;
  const client = createChainClient(options);
  const indexer = createIndexer(context, client, {
    deployment: () => readDeployment(options.chainId),
    pollMs: options.chainId === LOCAL_CHAIN_ID ? LOCAL_POLL_MS : POLL_MS,
  });
  const catalogue = createCatalogue(store.db, clock.nowMs);
  indexer.onChange(catalogue.invalidate);
  const viewers = createViewerReader(context, catalogue);
  const models = createAppraiserHolder(context);
  const training = createTraining(context, models);
  const deviceModels = createDeviceModels();
  const candidates = createCandidates(logger);
  const trades = new TradeFeed(store.db);
  const signer = quoteSigner(options.signerKey);
  const rateWei = () => options.rateWeiPerSecond ?? rateInForce(indexer.state, clock.nowMs());
  const quoting = createQuoting(context, {
    indexer,
    findContent: catalogue.get,
    appraiser: models.current,
    signer,
    rateWei,
  });

  const keeper = createKeeper(context, {
    client,
    indexer,
    relayer: options.relayerKey && createRelayer(client, options, options.relayerKey),
    modelHash: () => models.current().modelHash,
    pollMs: options.chainId === LOCAL_CHAIN_ID ? 2 * LOCAL_POLL_MS : POLL_MS,
  });

  return {
    client,
    indexer,
    keeper,
    catalogue,
    viewers,
    models,
    candidates,
    deviceModels,
    training,
    trades,
    signer,
    quoting,
    /** What an attention-second costs now, HEED wei. */
    rateWei,
    /** Loads the active model, follows chain and models in the background, and trains if nothing ever was and something can be. */
    async start(): Promise<void> {
      await models.start();
      indexer.start();
      await training.start();
      keeper.start();
    },
    async stop(): Promise<void> {
      trades.close();
      await keeper.stop();
      await training.stop();
      await indexer.stop();
      candidates.stop();
      await models.stop();
    },
  };
}
