import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { signRequest } from "../api/reporterAuth.ts";
import { type ErrorBody, type ErrorStatus, HeedError, UnavailableError } from "../service/errors.ts";
import { pagesOf } from "../settle/auditSources.ts";
import type { FrozenRow } from "../settle/frozenRows.ts";
import type { Proposal, ReportedOracle } from "../settle/reporter.ts";

/** Reaches an oracle as one of its reporters: every request is signed with the reporter's key. */
export function reachOracle(
  baseUrl: string,
  account: PrivateKeyAccount,
  contract: Address,
  nowMs: () => number = Date.now,
): ReportedOracle {
  async function send(method: string, path: string, body?: object): Promise<Response> {
    const url = new URL(path.slice(1), baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
    const text = body ? JSON.stringify(body) : "";
    const signed = { method, path, body: text, atMs: nowMs(), oracle: contract };
    const headers = {
      authorization: await signRequest(account, signed),
      ...(body ? { "content-type": "application/json" } : {}),
    };
    const response = await fetch(url, { method, headers, ...(body ? { body: text } : {}) }).catch((cause: unknown) => {
      throw new UnavailableError(`The oracle at ${url.origin} doesn't answer.`, {
        code: "oracle-unreachable",
        hint: "It is asked again. If it runs elsewhere, say where: --oracle URL.",
        cause,
      });
    });
    if (response.ok) return response;
    const { message, ...details } = ((await response.json()) as ErrorBody).error;
    throw new HeedError(message, { ...details, status: response.status as ErrorStatus });
  }

  return {
    async proposals() {
      return ((await (await send("GET", "/proposals")).json()) as { proposals: Proposal[] }).proposals;
    },
    async *rows(epoch) {
      const { body } = await send("GET", `/proposals/${epoch}/rows`);
      for await (const line of linesOf(body!)) {
        const row = JSON.parse(line) as FrozenRow | { kind: "end" };
        if (row.kind === "end") return;
        yield row;
      }
      throw new UnavailableError(`The rows of epoch ${epoch} broke off.`, {
        code: "rows-broke-off",
        hint: "They are asked for again.",
      });
    },
    async *lines(epoch) {
      const { body } = await send("GET", `/proposals/${epoch}/lines`);
      for await (const line of linesOf(body!)) yield `${line}\n`;
    },
    published: (epoch) =>
      pagesOf(new URL(`epochs/${epoch}/rows`, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`).href),
    sign: async (epoch, body) => void (await send("POST", `/proposals/${epoch}/signatures`, body)),
    object: async (epoch, body) => void (await send("POST", `/proposals/${epoch}/objections`, body)),
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest) yield rest;
}
