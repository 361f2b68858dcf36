import { createRoute, z } from "@hono/zod-openapi";
import { currentConsent } from "../privacy/consent.ts";
import { holdViewer } from "../privacy/holdViewer.ts";
import { findViewer } from "../privacy/viewers.ts";
import type { Context } from "../service/context.ts";
import { ForbiddenError } from "../service/errors.ts";
import { follow, readFollowed, unfollow } from "../store/follows.ts";
import { readCreatorNames } from "../store/works.ts";
import { readAddress } from "./addresses.ts";
import { createRouter } from "./router.ts";
import { addressSchema, errors, json } from "./schemas.ts";
import { requireSession } from "./session.ts";

const params = z.object({ creator: addressSchema });
const state = json(z.object({ creator: addressSchema, following: z.boolean() }), "As it is now");

const list = createRoute({
  method: "get",
  path: "/follows",
  tags: ["recommend"],
  summary: "Whom the viewer follows",
  responses: {
    200: json(z.object({ creators: z.array(z.object({ address: addressSchema, name: z.string() })) }), "Oldest first"),
    ...errors(401),
  },
});

const add = createRoute({
  method: "put",
  path: "/follows/{creator}",
  tags: ["recommend"],
  summary: "Follow a creator",
  description:
    "Whom somebody follows is behaviour: it is stored only with consent to collection, and erased with the rest.",
  request: { params },
  responses: { 200: state, ...errors(400, 401, 403) },
});

const remove = createRoute({
  method: "delete",
  path: "/follows/{creator}",
  tags: ["recommend"],
  summary: "Follow a creator no more",
  request: { params },
  responses: { 200: state, ...errors(400, 401, 403) },
});

export function followRoutes(context: Context) {
  const { db } = context.store;
  return createRouter()
    .openapi(list, async (c) => {
      const viewer = await findViewer(context, requireSession(c).address);
      const followed = viewer ? await readFollowed(db, viewer) : [];
      const names = await readCreatorNames(db);
      return c.json({ creators: followed.map((address) => ({ address, name: names.get(address) ?? "" })) }, 200);
    })
    .openapi(add, async (c) => {
      const { address } = requireSession(c);
      const creator = readAddress(c.req.valid("param").creator, "creator");
      // Held, so that an erasure under way can't be followed by a row of the erased.
      const followed = await holdViewer(context, address, findViewer, async (transaction, viewer) => {
        const { collect } = await currentConsent(transaction, viewer);
        if (collect) await follow(transaction, viewer, creator, context.clock.nowMs());
        return collect;
      });
      if (!followed) throw noConsent();
      return c.json({ creator, following: true }, 200);
    })
    .openapi(remove, async (c) => {
      const { address } = requireSession(c);
      const creator = readAddress(c.req.valid("param").creator, "creator");
      const viewer = await findViewer(context, address);
      if (viewer) await unfollow(db, viewer, creator);
      return c.json({ creator, following: false }, 200);
    });
}

function noConsent(): ForbiddenError {
  return new ForbiddenError("Whom you follow may not be stored: you haven't consented to collection.", {
    code: "consent-required",
    hint: "Consent first: PUT /consent with collect: true.",
  });
}
