import type { ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { Context } from "../service/context.ts";
import { BadInputError, HeedError, NotFoundError } from "../service/errors.ts";
import type { ApiEnv } from "./router.ts";

/** Turns whatever a route threw into the error body; what nobody expected is logged (with its route, because a path can hold an address) and answered without details. */
export function answerError({ logger }: Context): ErrorHandler<ApiEnv> {
  return (thrown, c) => {
    const error = expected(thrown);
    if (error) return c.json(error.toBody(), error.status);
    logger.error({ err: thrown, method: c.req.method, route: routePath(c, -1) }, "request failed");
    const own = new HeedError("Something went wrong in the oracle.", {
      code: "internal",
      status: 500,
      hint: "Try again; the oracle's log has the details.",
      retry: true,
    });
    return c.json(own.toBody(), 500);
  };
}

export const answerNotFound: NotFoundHandler = (c) => {
  const error = new NotFoundError(`There is no ${c.req.method} ${c.req.path}.`, {
    code: "no-such-route",
    hint: "GET /openapi.json lists what there is.",
  });
  return c.json(error.toBody(), 404);
};

function expected(thrown: unknown): HeedError | null {
  if (thrown instanceof HeedError) return thrown;
  // Hono's validator throws these for a body that isn't JSON.
  if (thrown instanceof HTTPException && thrown.status === 400) {
    return new BadInputError("The body is not valid JSON.", {
      code: "bad-json",
      field: "body",
      hint: "Send one JSON value, with the header content-type: application/json.",
    });
  }
  return null;
}
