import type { Audience } from "@heed/contracts/brief";
import type { ClientResponse } from "hono/client";
import type { Address, Hex } from "viem";
import { type Client, createClient } from "../../oracle/api/client.ts";
import { OracleError, oracleErrorOf } from "./OracleError.ts";

import type {
  BehaviourEvent,
  CampaignBrief,
  Consent,
  CourseInput,
  EarningTerms,
  StudioTable,
  WorkInput,
} from "./sent.ts";

type Success<R> =
  R extends ClientResponse<infer Body, infer Status, string>
    ? Status extends 200 | 201 | 202 | 204
      ? Body
      : never
    : never;

/** The body of a successful answer; anything else throws OracleError. */
async function ask<R extends ClientResponse<unknown, number, string>>(request: Promise<R>): Promise<Success<R>> {
  const response = await request.catch((cause: unknown) => {
    throw OracleError.unreachable(cause);
  });
  if (!response.ok) throw await oracleErrorOf(response);
  // 204 has no body to read.
  return (response.status === 204 ? null : await response.json()) as Success<R>;
}

/** The oracle's HTTP API as the dApp uses it, a method a route, typed by the oracle's own client. Every method throws OracleError; with "omit" nobody is signed in, whatever cookie there is. */
export function oracleClient(url: string, credentials: "include" | "omit" = "include") {
  const api: Client = createClient(url, { fetch: (input, init) => fetch(input, { ...init, credentials }) });
  return {
    status: () => ask(api.status.$get()),
    nonce: () => ask(api.auth.nonce.$get()),
    session: () => ask(api.auth.session.$get()),
    signIn: (message: string, signature: Hex) => ask(api.auth.session.$post({ json: { message, signature } })),
    signOut: () => ask(api.auth.session.$delete()),
    consent: () => ask(api.consent.$get()),
    setConsent: (consent: Consent) => ask(api.consent.$put({ json: consent })),
    // Kept alive, so that the last batch of a page being closed still goes out.
    sendEvents: (events: BehaviourEvent[]) =>
      ask(api.events.$post({ json: { events } }, { init: { keepalive: true } })),
    attention: () => ask(api.me.attention.$get({ query: {} })),
    contentAttention: (contentId: string) => ask(api.me.attention.$get({ query: { contentId } })),
    exportMe: () => ask(api.me.export.$get()),
    eraseMe: () => ask(api.me.$delete()),
    content: (contentId: string) => ask(api.contents[":contentId"].$get({ param: { contentId } })),
    body: (contentId: string) => ask(api.contents[":contentId"].body.$get({ param: { contentId } })),
    feed: (scope: "all" | "following", language: string) => ask(api.feed.$get({ query: { scope, language } })),
    /** The interest model for ranking here. The weights keep their name for ever, so the browser asks for them once a model. */
    deviceModel: async () => {
      const { manifest } = await ask(api["device-model"].$get());
      const response = await fetch(`${url}/device-model/${manifest.weightsHash}`, { credentials: "omit" }).catch(
        (cause: unknown) => {
          throw OracleError.unreachable(cause);
        },
      );
      if (!response.ok) throw await oracleErrorOf(response);
      return { manifest, weights: new Uint8Array(await response.arrayBuffer()) };
    },
    quotes: (contentId: string, query: { buyer?: string; recipient?: string; maxQuantity?: string }) =>
      ask(api.quotes[":contentId"].$get({ param: { contentId }, query })),
    explanation: (digest: string) => ask(api.explanations[":digest"].$get({ param: { digest }, query: {} })),
    deposit: (work: WorkInput) => ask(api.works.$post({ json: work })),
    studio: () => ask(api.studio.$get()),
    studioPiece: (contentId: string) => ask(api.studio.contents[":contentId"].$get({ param: { contentId } })),
    studioCsv: async (table: StudioTable, contentId?: string) => {
      const path = `${url}/studio/csv/${table}${contentId === undefined ? "" : `?contentId=${contentId}`}`;
      const response = await fetch(path, { credentials }).catch((cause: unknown) => {
        throw OracleError.unreachable(cause);
      });
      if (!response.ok) throw await oracleErrorOf(response);
      return await response.text();
    },
    courses: (creator: string) => ask(api.courses.$get({ query: { creator } })),
    courseAttention: (id: string) => ask(api.courses[":id"].attention.$get({ param: { id } })),
    createCourse: (course: CourseInput) => ask(api.courses.$post({ json: course })),
    changeCourse: (id: string, course: CourseInput) => ask(api.courses[":id"].$put({ param: { id }, json: course })),
    deleteCourse: (id: string) => ask(api.courses[":id"].$delete({ param: { id } })),
    library: () => ask(api.library.$get()),
    campaigns: (advertiser?: Address) => ask(api.campaigns.$get({ query: { advertiser } })),
    campaign: (id: string) => ask(api.campaigns[":id"].$get({ param: { id } })),
    audience: ({ topics, languages, matching }: Audience) =>
      ask(api.campaigns.audience.$get({ query: { topic: [...topics], language: [...languages], matching } })),
    depositBrief: (brief: CampaignBrief) => ask(api.campaigns.briefs.$post({ json: brief })),
    adBeside: (contentId: string) => ask(api.ads.$get({ query: { contentId } })),
    adViewed: (id: string) => ask(api.ads[":id"].viewed.$post({ param: { id } })),
    // Kept alive, since the browser is leaving for the ad's page.
    adClicked: (id: string) => ask(api.ads[":id"].clicked.$post({ param: { id } }, { init: { keepalive: true } })),
    market: () => ask(api.market.$get()),
    epochs: (before?: number) =>
      ask(api.epochs.$get({ query: { limit: 50, ...(before !== undefined && { before }) } })),
    epoch: (epoch: number) => ask(api.epochs[":epoch"].$get({ param: { epoch: epoch as never } })),
    /** The proof that an account had earned an amount by an epoch; a 404 where it had earned nothing. */
    proof: (epoch: number, address: Address) =>
      ask(api.epochs[":epoch"].proofs[":address"].$get({ param: { epoch: epoch as never, address } })),
    earnings: () => ask(api.me.earnings.$get()),
    earning: () => ask(api.me.earning.$get()),
    optIn: (terms: EarningTerms) => ask(api.me.earning.$put({ json: terms })),
    optOut: () => ask(api.me.earning.$delete()),
    appeals: () => ask(api.me.appeals.$get()),
    appeal: (reduction: { rule: string; epoch: number | null; message: string }) =>
      ask(api.me.appeals.$post({ json: reduction })),
    creator: (address: string) => ask(api.creators[":address"].$get({ param: { address } })),
    follow: (creator: Address) => ask(api.follows[":creator"].$put({ param: { creator } })),
    unfollow: (creator: Address) => ask(api.follows[":creator"].$delete({ param: { creator } })),
    hadFaucet: (address: Address) => ask(api.faucet[":address"].$get({ param: { address } })),
    faucet: (address: Address) => ask(api.faucet.$post({ json: { address } })),
  };
}

export type OracleClient = ReturnType<typeof oracleClient>;
