import { type NextRequest, NextResponse } from "next/server";
import { endpointsFor } from "./config/endpoints.ts";

/** Nothing loads from another host: scripts by nonce only, connections to the oracle and the chain only. */
function contentSecurityPolicy(nonce: string, pageHost: string, development: boolean): string {
  const { oracleUrl, rpcUrl } = endpointsFor(pageHost);
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Positioned popovers set style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${new URL(oracleUrl).origin} ${new URL(rpcUrl).origin}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const host = request.headers.get("host") ?? "localhost";
  const policy = contentSecurityPolicy(nonce, host, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  response.headers.set("x-content-type-options", "nosniff");
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|icon.svg).*)" };
