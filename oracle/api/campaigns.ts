import { createRoute, z } from "@hono/zod-openapi";
import { type CampaignView, campaignState, epochStartMs, refundableAtS, viewOf } from "../campaigns/campaignView.ts";
import { chainUnreachable } from "../chain/chainErrors.ts";
import { chainSeconds } from "../chain/rateInForce.ts";
import { readDeliveries } from "../insight/campaignFigures.ts";
import type { Context } from "../service/context.ts";
import { NotFoundError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { readCampaignEpochs, readCampaignMoney, readCampaigns, type StoredCampaign } from "../store/campaigns.ts";
import { readAddress } from "./addresses.ts";
import { campaignDetailSchema, campaignIdSchema, campaignSchema } from "./campaignSchemas.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, json } from "./schemas.ts";

const MOST_LISTED = 100;
const MOST_EPOCHS = 500;

const list = createRoute({
  method: "get",
  path: "/campaigns",
  tags: ["campaigns"],
  summary: "Campaigns, everybody's or one advertiser's",
  request: {
    query: z.object({
      advertiser: addressSchema.optional(),
      before: campaignIdSchema.optional().openapi({ description: "Only those with a lower id: for the next page" }),
    }),
  },
  responses: {
    200: json(z.object({ campaigns: z.array(campaignSchema) }), `Newest first, at most ${MOST_LISTED}`),
    ...errors(400, 503),
  },
});

const one = createRoute({
  method: "get",
  path: "/campaigns/{id}",
  tags: ["campaigns"],
  summary: "A campaign: what it spent, bought and reached, epoch by epoch",
  request: { params: z.object({ id: campaignIdSchema }) },
  responses: { 200: json(campaignDetailSchema, "As it stands"), ...errors(400, 404, 503) },
});

export function campaignRoutes({ store: { db }, clock, options }: Context, { indexer }: Pick<Market, "indexer">) {
  const now = () => {
    const { state } = indexer;
    if (!state) throw indexer.failure ?? chainUnreachable(undefined, options.rpcUrl);
    const nowMs = clock.nowMs();
    return { nowMs, terms: state.terms, seconds: chainSeconds(state, nowMs) };
  };

  async function views(found: readonly StoredCampaign[]): Promise<CampaignView[]> {
    const at = now();
    const ids = found.map(({ campaignId }) => campaignId);
    const [money, deliveries] = await Promise.all([
      readCampaignMoney(db, ids, at),
      readDeliveries(db, ids, epochStartMs(at.nowMs, at.terms)),
    ]);
    return found.map((campaign) => {
      const { campaignId } = campaign;
      const paid = money.get(campaignId)!;
      const fromS = refundableAtS(campaign, at.terms);
      const dates = {
        state: campaignState(campaign, paid, at.seconds),
        refundableAtS: fromS,
        refundable: at.seconds >= fromS,
      };
      return viewOf(campaign, dates, paid, deliveries.get(campaignId) ?? null);
    });
  }

  return createRouter()
    .openapi(list, async (c) => {
      const { advertiser, before } = c.req.valid("query");
      const filter = { advertiser: advertiser && readAddress(advertiser, "advertiser"), before, limit: MOST_LISTED };
      return c.json({ campaigns: await views(await readCampaigns(db, filter)) }, 200);
    })
    .openapi(one, async (c) => {
      const campaignId = c.req.valid("param").id;
      const [view] = await views(await readCampaigns(db, { campaignId, limit: 1 }));
      if (!view) throw unknownCampaign(campaignId);
      const epochs = await readCampaignEpochs(db, campaignId, { ...now(), limit: MOST_EPOCHS });
      return c.json({ ...view, epochs }, 200);
    });
}

function unknownCampaign(id: string): NotFoundError {
  return new NotFoundError(`There is no campaign ${id}.`, {
    code: "unknown-campaign",
    field: "id",
    hint: "GET /campaigns lists what there is; one just created is known a few seconds after its block.",
  });
}
