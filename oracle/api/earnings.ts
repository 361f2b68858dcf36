import { createRoute, z } from "@hono/zod-openapi";
import { readPaidBy, readReductions, readRewards, readRewardTotals } from "../insight/rewards.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { readAdTitles } from "../store/campaigns.ts";
import { adTitlesSchema } from "./campaignSchemas.ts";
import { createRouter } from "./router.ts";
import { errors, json, weiSchema } from "./schemas.ts";
import { requireSession } from "./session.ts";

const lineSchema = z.object({
  role: z.enum(["viewer", "creator"]),
  campaigns: z.array(z.string()).openapi({ description: "That bought in this pool of attention" }),
  ms: z.int().openapi({ description: "Attention that they could buy; a creator's: what viewers passed on" }),
  boughtMs: z.int().openapi({ description: "What of it was sold" }),
  keptBps: z
    .int()
    .nullable()
    .openapi({ description: "What the viewer kept, ten-thousandths; the rest went to creators" }),
  amountWei: weiSchema,
});

const reductionSchema = z.object({ rule: z.string(), cutMs: z.int() });

const earningsSchema = z
  .object({
    earnedWei: weiSchema.openapi({ description: "Ever, pending ones too" }),
    claimedWei: weiSchema,
    claimableWei: weiSchema,
    pendingWei: weiSchema,
    pending: z.array(
      z.object({
        epoch: z.int(),
        amountWei: weiSchema,
        state: z.string(),
        finalAtMs: z.int().nullable().openapi({ description: "Null until its report is posted" }),
        heldBack: z.boolean().openapi({ description: "It comes with a later report" }),
      }),
    ),
    epochs: z
      .array(
        z.object({
          epoch: z.int(),
          fromMs: z.int().nullable(),
          rateWei: weiSchema.nullable(),
          amountWei: weiSchema,
          writtenOffWei: weiSchema.openapi({
            description: "What of it a later report leaves out, since nobody settled the epoch in time",
          }),
          paidMs: z.int().openapi({ description: "The viewer's own attention that was sold" }),
          lines: z.array(lineSchema),
          reductions: z.array(reductionSchema),
        }),
      )
      .openapi({ description: "The latest hundred, newest first" }),
    campaigns: z
      .array(z.object({ campaignId: z.string(), amountWei: weiSchema, ms: z.int() }))
      .openapi({ description: "What each paid for the viewer's own attention, ever" }),
    adTitles: adTitlesSchema,
    claim: z
      .object({ cumulativeWei: weiSchema, epoch: z.int() })
      .nullable()
      .openapi({ description: "What a claim now names; GET /epochs/{epoch}/proofs/{address} proves it" }),
  })
  .openapi("Earnings");

const route = createRoute({
  method: "get",
  path: "/me/earnings",
  tags: ["earning"],
  summary: "What campaigns paid the signed-in wallet and for what, what is pending, and what it can claim",
  responses: { 200: json(earningsSchema, "By the chain as it is indexed"), ...errors(401, 429) },
});

export function earningsRoutes(context: Context) {
  const { db } = context.store;
  return createRouter().openapi(route, async (c) => {
    const account = requireSession(c).address;
    const viewer = await findViewer(context, account);
    const { earnedWei, claimedWei, open, payableUntil } = await readRewardTotals(db, account);
    const rewards = await readRewards(db, account);
    const reductions = viewer ? await readReductions(db, viewer) : [];
    const claimableWei = open && open.cumulativeWei > claimedWei ? open.cumulativeWei - claimedWei : 0n;
    const pending = rewards.filter(
      ({ epoch, amountWei, writtenOffWei }) => epoch > payableUntil && amountWei > writtenOffWei,
    );
    const known = new Map(rewards.map((one) => [one.epoch, one]));
    const all = [...new Set([...known.keys(), ...reductions.map(({ epoch }) => epoch)])].sort((a, b) => b - a);
    const paidBy = await readPaidBy(db, account);
    const named = rewards.flatMap(({ lines }) => lines.flatMap(({ campaigns }) => campaigns));
    return c.json(
      {
        earnedWei: earnedWei.toString(),
        claimedWei: claimedWei.toString(),
        claimableWei: claimableWei.toString(),
        pendingWei: (earnedWei - claimedWei - claimableWei).toString(),
        pending: pending.map(({ epoch, amountWei, writtenOffWei, state, finalAtMs, heldBack }) => ({
          ...{ epoch, state, finalAtMs, heldBack },
          amountWei: (amountWei - writtenOffWei).toString(),
        })),
        epochs: all.slice(0, 100).map((epoch) => {
          const earned = known.get(epoch);
          const lines = earned?.lines ?? [];
          return {
            epoch,
            fromMs: earned?.fromMs ?? null,
            rateWei: earned?.rateWei.toString() ?? null,
            amountWei: (earned?.amountWei ?? 0n).toString(),
            writtenOffWei: (earned?.writtenOffWei ?? 0n).toString(),
            paidMs: lines.reduce((sum, { role, boughtMs }) => sum + (role === "viewer" ? boughtMs : 0), 0),
            lines: lines.map((line) => ({ ...line, amountWei: line.amountWei.toString() })),
            reductions: reductions
              .filter((one) => one.epoch === epoch)
              .map(({ rule, cutMs }) => ({ rule, cutMs: Number(cutMs) })),
          };
        }),
        campaigns: paidBy.map((one) => ({ ...one, amountWei: one.amountWei.toString() })),
        adTitles: await readAdTitles(db, [...named, ...paidBy.map(({ campaignId }) => campaignId)]),
        claim:
          open === null || claimableWei === 0n
            ? null
            : { epoch: open.epoch, cumulativeWei: open.cumulativeWei.toString() },
      },
      200,
    );
  });
}
