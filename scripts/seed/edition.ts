import { attentionMarketAbi } from "@heed/contracts/abis";
import type { Hex } from "viem";
import { createClient } from "../../oracle/api/client.ts";
import { blocksOf } from "../../oracle/prepare/blocks.ts";
import { answerOf, type Place, signIn } from "./api.ts";
import type { Chain } from "./chain.ts";
import { demoAccount } from "./keys.ts";
import type { Piece } from "./pieces.ts";
import { publish } from "./publish.ts";

/** The lesson that its teacher edited while the class was reading. */
const EDITED = "chance-3-ninety-nine-percent";

export interface Edition {
  /** Of the piece, in the list of all. */
  index: number;
  contentId: string;
  body: string;
}

/** The lesson with headings, and without the paragraph before its last one. */
export function edit(body: string): string {
  const [recap, question, ...rest] = blocksOf(body);
  const [doctors, town, sum, turned, again, , exercise] = rest;
  const parts = [recap, question, "## Count the people", doctors, town, sum];
  return [...parts, "## Turn the sentence round", turned, "## Test again", again, exercise].join("\n\n");
}

/** Publishes the edited lesson in the old one's place, which goes off sale. Done again, it changes nothing. */
export async function publishEdition(
  chain: Chain,
  place: Place,
  pieces: readonly Piece[],
  ids: readonly string[],
): Promise<Edition> {
  const index = pieces.findIndex(({ slug }) => slug === EDITED);
  const piece = pieces[index];
  if (!piece) throw new Error(`There is no piece «${EDITED}» to edit.`);
  const replaces = ids[index]!;
  const body = edit(piece.body);
  const { title, summary, language, topics } = piece;
  const client = await signIn(place, demoAccount(piece.creator));
  const work = await answerOf(await client.works.$post({ json: { title, summary, language, topics, body, replaces } }));
  const edited = { piece: { ...piece, body }, contentHash: work.contentHash as Hex, uri: work.uri };
  const [contentId] = await publish(chain, [edited]);
  const old = await answerOf(
    await createClient(place.oracleUrl).contents[":contentId"].$get({ param: { contentId: replaces } }),
  );
  if (old.listed) {
    await chain.send({
      from: demoAccount(piece.creator),
      to: chain.deployment.market,
      abi: attentionMarketAbi,
      functionName: "unlist",
      args: [BigInt(replaces)],
    });
  }
  return { index, contentId: contentId!, body };
}
