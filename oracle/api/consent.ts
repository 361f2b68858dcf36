import { createRoute, z } from "@hono/zod-openapi";
import { currentConsent, NO_CONSENT, recordConsent } from "../privacy/consent.ts";
import { holdViewer } from "../privacy/holdViewer.ts";
import { ensureViewer, findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { deleteEarner } from "../store/earners.ts";
import { createRouter } from "./router.ts";
import { errors, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

const consentSchema = z
  .object({
    collect: z.boolean().openapi({ description: "Behaviour may be stored" }),
    personalise: z.boolean().openapi({ description: "It may be used for this viewer's own prices and ranking" }),
  })
  .openapi("Consent");

const read = createRoute({
  method: "get",
  path: "/consent",
  tags: ["privacy"],
  summary: "What this viewer allows; nothing until it is said",
  responses: { 200: json(consentSchema, "In force now"), ...errors(401, 429) },
});

const write = createRoute({
  method: "put",
  path: "/consent",
  tags: ["privacy"],
  summary: "Allow or forbid; appended to the consent ledger. Who forbids collection is opted out of earning too",
  request: jsonBody(consentSchema),
  responses: { 200: json(consentSchema, "In force from now on"), ...errors(400, 401, 403, 415, 429) },
});

export function consentRoutes(context: Context) {
  const { db } = context.store;
  return createRouter()
    .openapi(read, async (c) => {
      const viewer = await findViewer(context, requireSession(c).address);
      return c.json(viewer ? await currentConsent(db, viewer) : NO_CONSENT, 200);
    })
    .openapi(write, async (c) => {
      const { address } = requireSession(c);
      const { collect, personalise } = c.req.valid("json");
      // Who allows nothing and never did leaves no trace, not even a key.
      const find = collect || personalise ? ensureViewer : findViewer;
      await holdViewer(context, address, find, async (transaction, viewer) => {
        await recordConsent(transaction, viewer, { collect, personalise }, context.clock.nowMs());
        // Nothing is left to be paid for.
        if (!collect) await deleteEarner(transaction, viewer);
      });
      return c.json({ collect, personalise }, 200);
    });
}
