import { createRoute, z } from "@hono/zod-openapi";
import type { AdServer } from "../campaigns/adServer.ts";
import { unitPrice } from "../price/unitPrice.ts";
import { findViewer } from "../privacy/viewers.ts";
import { rankForEverybody, rankForViewer } from "../recommend/rank.ts";
import type { Context } from "../service/context.ts";
import type { Market } from "../service/market.ts";
import { readFollowed } from "../store/follows.ts";
import { adView } from "./ads.ts";
import { adSchema } from "./campaignSchemas.ts";
import { contentSummarySchema, reasonSchema } from "./contentSchemas.ts";
import { summary } from "./contentViews.ts";
import { createRouter } from "./router.ts";
import { errors, json, weiSchema } from "./schemas.ts";
import { requireSession } from "./session.ts";

/** Checking a reason takes the model's time: it is done for what is seen without scrolling far. */
const EXPLAINED = 48;

const feedSchema = z
  .object({
    personalised: z.boolean(),
    items: z.array(
      z.object({
        content: contentSummarySchema,
        interest: z.number().openapi({ description: "Probability, 0..1; the same for everybody unless personalised" }),
        valueSeconds: z.number().openapi({ description: "Attention-seconds expected" }),
        personalWei: weiSchema.nullable(),
        standardWei: weiSchema,
        reasons: z
          .array(reasonSchema)
          .openapi({ description: `Of the first ${EXPLAINED} items; a quote has any other's` }),
      }),
    ),
    ads: z
      .array(adSchema)
      .openapi({ description: "To stand between the items, at most one for eight; only for viewers who opted in" }),
  })
  .openapi("Feed");

const route = createRoute({
  method: "get",
  path: "/feed",
  tags: ["recommend"],
  summary: "What is on sale, in the viewer's own order where that was consented to, with price and reasons",
  request: {
    query: z.object({
      scope: z.enum(["all", "following"]).default("all"),
      language: z
        .string()
        .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, "should be a language's tag, such as en or zh-Hans")
        .optional()
        .openapi({ description: "BCP 47: what the reader reads in. Without a history, pieces in it come first" }),
    }),
  },
  responses: { 200: json(feedSchema, "Best first"), ...errors(400, 401) },
});

export function feedRoutes(context: Context, market: Market, ads: Pick<AdServer, "forFeed">) {
  const { store, clock } = context;

  const followedBy = async (address: string) => {
    const viewer = await findViewer(context, address);
    return new Set(viewer ? await readFollowed(store.db, viewer) : []);
  };

  return createRouter().openapi(route, async (c) => {
    const { scope, language } = c.req.valid("query");
    const rateWei = market.rateWei();
    const address = scope === "following" ? requireSession(c).address : c.get("session")?.address;
    const inputs = address ? await market.viewers.ofWallet(address) : null;
    const followed = scope === "following" ? await followedBy(address!) : null;

    const listed = (await market.catalogue.all()).flatMap((entry) =>
      entry.features && entry.content.listed && (!followed || followed.has(entry.content.creator))
        ? [{ entry, features: entry.features, contentId: entry.contentId }]
        : [],
    );
    // Under way while the pieces are appraised; it changes nothing about them, and can't fail.
    const advertised = address
      ? ads.forFeed(
          address,
          listed.map(({ entry }) => entry),
        )
      : [];
    const appraiser = market.models.current();
    const history = inputs?.visits ?? [];
    const entries = market.candidates.choose(listed, history, appraiser);
    const features = entries.map((item) => item.features);
    const known = inputs?.known.length ? inputs.known : undefined;
    const appraised = appraiser.appraise(history, features, clock.nowMs(), known, inputs?.stateUnder?.(appraiser));
    const items = entries.map(({ entry, features }, index) => ({
      entry,
      language: features.language,
      appraisal: appraised[index]!,
    }));
    const ranked = history.length > 0 ? rankForViewer(items, history) : rankForEverybody(items, language);

    c.header("cache-control", "no-store");
    return c.json(
      {
        personalised: inputs !== null,
        items: ranked.map(({ entry, appraisal }, place) => {
          const standard = unitPrice(appraisal.standardValue, rateWei, entry.content).unitPriceWei;
          const personal = inputs ? unitPrice(appraisal.value, rateWei, entry.content).unitPriceWei.toString() : null;
          return {
            content: summary(entry, standard),
            interest: appraisal.interest,
            valueSeconds: inputs ? appraisal.value : appraisal.standardValue,
            personalWei: personal,
            standardWei: standard.toString(),
            reasons: place < EXPLAINED ? appraisal.reasons : [],
          };
        }),
        ads: (await advertised).map(adView),
      },
      200,
    );
  });
}
