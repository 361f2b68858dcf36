import { z } from "@hono/zod-openapi";

/** How a new model stood against what was served. */
export const comparisonSchema = z
  .object({
    sinceMs: z.int(),
    visits: z.int(),
    maeSeconds: z.number().nullable(),
    rival: z.string().nullable().openapi({ description: "Null: the population's mean was served" }),
    rivalMaeSeconds: z.number().nullable(),
    better: z.boolean(),
  })
  .openapi("Comparison", {
    description:
      "Mean absolute error in seconds, of the model and of what was served, on the newest day's visits, which neither was trained on",
  });
