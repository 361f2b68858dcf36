import { createRoute, z } from "@hono/zod-openapi";
import type { AdServer, ServedAd } from "../campaigns/adServer.ts";
import type { Market } from "../service/market.ts";
import { adSchema } from "./campaignSchemas.ts";
import { createRouter } from "./router.ts";
import { contentIdSchema, errors, json } from "./schemas.ts";
import { requireSession } from "./session.ts";

const beside = createRoute({
  method: "get",
  path: "/ads",
  tags: ["campaigns"],
  summary: "The ad beside a piece, for a viewer who opted in; the same one again within an epoch",
  request: { query: z.object({ contentId: contentIdSchema }) },
  responses: { 200: json(z.object({ ad: adSchema.nullable() }), "Null where there is none"), ...errors(400, 429) },
});

const params = z.object({ id: z.uuid("should be an ad's id") });
const noted = { 204: { description: "Noted, now or before" }, ...errors(400, 401, 403, 404, 409, 429) };

const viewed = createRoute({
  method: "post",
  path: "/ads/{id}/viewed",
  tags: ["campaigns"],
  summary: "Half of the ad has been in view for a second",
  request: { params },
  responses: noted,
});

const clicked = createRoute({
  method: "post",
  path: "/ads/{id}/clicked",
  tags: ["campaigns"],
  summary: "The ad's link was followed",
  request: { params },
  responses: noted,
});

export function adRoutes(market: Pick<Market, "catalogue">, ads: AdServer) {
  return createRouter()
    .openapi(beside, async (c) => {
      const address = c.get("session")?.address;
      const entry = address ? await market.catalogue.get(c.req.valid("query").contentId) : null;
      const ad = address && entry ? await ads.beside(address, entry) : null;
      c.header("cache-control", "no-store");
      return c.json({ ad: ad && adView(ad) }, 200);
    })
    .openapi(viewed, async (c) => {
      await ads.viewed(requireSession(c).address, c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(clicked, async (c) => {
      await ads.clicked(requireSession(c).address, c.req.valid("param").id);
      return c.body(null, 204);
    });
}

/** An ad as the API shows it to its viewer, who pays and why included. */
export function adView({ id, campaign, interest }: ServedAd) {
  const { campaignId, advertiser, creative, audience } = campaign;
  return {
    id,
    campaignId,
    advertiser,
    creative,
    reason: { topics: [...audience.topics], languages: [...audience.languages], interest },
  };
}
