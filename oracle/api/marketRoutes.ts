import { createAdServer } from "../campaigns/adServer.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { adRoutes } from "./ads.ts";
import { campaignBriefRoutes } from "./campaignBriefs.ts";
import { campaignRoutes } from "./campaigns.ts";
import { contentRoutes } from "./contents.ts";
import { courseRoutes } from "./courses.ts";
import { creatorRoutes } from "./creators.ts";
import { deviceModelRoutes } from "./deviceModel.ts";
import { epochRowRoutes } from "./epochRows.ts";
import { epochRoutes } from "./epochs.ts";
import { explanationRoutes } from "./explanations.ts";
import { faucetRoutes } from "./faucet.ts";
import { feedRoutes } from "./feed.ts";
import { followRoutes } from "./follows.ts";
import { libraryRoutes } from "./library.ts";
import { modelRoutes } from "./models.ts";
import { proposalRoutes } from "./proposals.ts";
import { quoteRoutes } from "./quotes.ts";
import { createRouter } from "./router.ts";
import { statusRoutes } from "./status.ts";
import { studioRoutes } from "./studio.ts";
import { tradingRoutes } from "./trading.ts";
import { trainingRoutes } from "./training.ts";
import { workRoutes } from "./works.ts";

/** All routes about what is published, quoted, bought and earned. */
export function marketRoutes(context: Context, market: Market) {
  const ads = createAdServer(context, market);
  return createRouter()
    .route("/", statusRoutes(context, market))
    .route("/", quoteRoutes(context, market))
    .route("/", explanationRoutes(context, market))
    .route("/", feedRoutes(context, market, ads))
    .route("/", deviceModelRoutes(market))
    .route("/", contentRoutes(context, market))
    .route("/", workRoutes(context, market))
    .route("/", creatorRoutes(context, market))
    .route("/", studioRoutes(context, market))
    .route("/", courseRoutes(context, market))
    .route("/", followRoutes(context))
    .route("/", libraryRoutes(context, market))
    .route("/", faucetRoutes(context, market))
    .route("/", campaignBriefRoutes(context, market))
    .route("/", tradingRoutes(context, market))
    .route("/", campaignRoutes(context, market))
    .route("/", adRoutes(market, ads))
    .route("/", trainingRoutes(context, market))
    .route("/", modelRoutes(context, market))
    .route("/", epochRoutes(context, market))
    .route("/", epochRowRoutes(context))
    .route("/", proposalRoutes(context, market));
}
