import { createRoute, z } from "@hono/zod-openapi";
import { NotFoundError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { FEWEST_VIEWERS } from "../value/widelyAttended.ts";
import { createRouter } from "./router.ts";
import { errors, hashSchema, json } from "./schemas.ts";

const deviceModelSchema = z
  .object({
    model: z.string(),
    modelHash: hashSchema.openapi({ description: "Of the whole artefact, as in quotes" }),
    manifest: z
      .object({ weightsHash: z.string().openapi({ description: "SHA-256 of the weights, hex" }) })
      .loose()
      .openapi({ description: "heed-interest/1: architecture, vocabulary, which arrays the weights are" }),
    bytes: z.int().openapi({ description: "Length of the weights" }),
  })
  .openapi("DeviceModel");

const about = createRoute({
  method: "get",
  path: "/device-model",
  tags: ["recommend"],
  summary: "The interest model that serves, for ranking on the reader's own device",
  description: `Without the contents that fewer than ${FEWEST_VIEWERS} viewers attended to. Nothing personal is in it, and nothing is asked of who takes it.`,
  responses: { 200: json(deviceModelSchema, "What the weights are"), ...errors(404) },
});

const weights = createRoute({
  method: "get",
  path: "/device-model/{weightsHash}",
  tags: ["recommend"],
  summary: "Its weights: f32, little-endian, one array behind the other",
  request: { params: z.object({ weightsHash: z.string().regex(/^[0-9a-f]{64}$/, "should be a SHA-256 in hex") }) },
  responses: {
    200: {
      description: "For ever the same under this hash",
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...errors(400, 404),
  },
});

export function deviceModelRoutes({ models, deviceModels }: Pick<Market, "models" | "deviceModels">) {
  return createRouter()
    .openapi(about, async (c) => {
      const appraiser = models.current();
      const made = deviceModels.of(appraiser);
      if (!made) throw noModel("No model is served that devices could rank by.");
      const manifest = made.manifest as z.infer<typeof deviceModelSchema>["manifest"];
      c.header("cache-control", "no-cache");
      return c.json(
        { model: appraiser.model, modelHash: appraiser.modelHash, manifest, bytes: made.weights.length },
        200,
      );
    })
    .openapi(weights, async (c) => {
      const made = deviceModels.of(models.current());
      const { weightsHash } = (made?.manifest ?? {}) as { weightsHash?: string };
      if (!made || weightsHash !== c.req.valid("param").weightsHash) throw noModel("No such weights are served now.");
      c.header("cache-control", "public, max-age=31536000, immutable");
      return c.body(made.weights as Uint8Array<ArrayBuffer>, 200, { "content-type": "application/octet-stream" });
    });
}

function noModel(message: string): NotFoundError {
  return new NotFoundError(message, {
    code: "no-device-model",
    hint: "Ask GET /device-model which weights are served now; models appear when enough was read, and after training.",
  });
}
