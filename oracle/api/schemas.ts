import { z } from "@hono/zod-openapi";

/** The body of every answer that isn't a success. */
const errorSchema = z
  .object({
    error: z.object({
      code: z.string().openapi({ description: "Stable, for programs", example: "not-signed-in" }),
      message: z.string().openapi({ description: "What happened, for people" }),
      field: z.string().optional().openapi({ description: "The offending field of the input" }),
      hint: z.string().openapi({ description: "What to do about it" }),
      retry: z.boolean().openapi({ description: "Whether the same request can succeed later" }),
    }),
  })
  .openapi("Error");

const meanings = {
  400: "The input is wrong",
  401: "Nobody is signed in",
  403: "Not allowed",
  404: "Not found",
  409: "In conflict with the present state",
  413: "Too large",
  415: "Not JSON",
  429: "Too many requests",
  500: "An error of the oracle's own",
  502: "The chain refused",
  503: "Not available just now",
} as const;

type Status = keyof typeof meanings;
type ErrorResponse = { description: string; content: { "application/json": { schema: typeof errorSchema } } };

/** Declares a route's error answers: `responses: { 200: json(schema, "…"), ...errors(401, 404) }`. */
export function errors<S extends Status>(...statuses: S[]): Record<S, ErrorResponse> {
  const entries = statuses.map((status) => [
    status,
    { description: meanings[status], content: { "application/json": { schema: errorSchema } } },
  ]);
  return Object.fromEntries(entries) as Record<S, ErrorResponse>;
}

/** Declares a JSON answer. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** Declares a JSON request body, which must be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** An amount of HEED wei: decimal digits in a string, because JSON's numbers are too small. */
export const weiSchema = z
  .string()
  .regex(/^\d{1,78}$/, "should be an amount in wei: digits in a string")
  .openapi({ example: "1000000000000000000" });

export const contentIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,77}$/, "should be a content's id: digits in a string")
  .openapi({ example: "12" });

export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "should be an address: 0x and 40 hexadecimal digits")
  .openapi({ example: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" });

export const hashSchema = z.string().regex(/^0x[0-9a-fA-F]{64}$/, "should be a hash: 0x and 64 hexadecimal digits");
