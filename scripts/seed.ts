// Fills a local chain and a running oracle with the demo: pieces by invented creators, and a simulated audience that reads them.

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { createClient } from "../oracle/api/client.ts";
import { answerOf, type Place } from "./seed/api.ts";
import type { AudiencePiece } from "./seed/audience/piece.ts";
import { type SimulatedViewer, simulateAudience } from "./seed/audience/simulate.ts";
import { audiencePieces, lengthsOf } from "./seed/audiencePieces.ts";
import { createCampaigns, optIn } from "./seed/campaigns.ts";
import { type Chain, openChain } from "./seed/chain.ts";
import { makeCourses } from "./seed/courses.ts";
import { people } from "./seed/creators.ts";
import { deposit } from "./seed/deposit.ts";
import { publishEdition } from "./seed/edition.ts";
import { followAndRead } from "./seed/followAndRead.ts";
import { demoAccount, demoViewer } from "./seed/keys.ts";
import { readPieces } from "./seed/pieces.ts";
import { publish } from "./seed/publish.ts";
import { readWithAds } from "./seed/readWithAds.ts";
import { sendAudience } from "./seed/sendAudience.ts";
import { trade as tradeAs } from "./seed/trade.ts";
import { root } from "./stack/child.ts";
import { operatorTokenOf } from "./stack/operatorToken.ts";

export interface SeedOptions {
  oracleUrl: string;
  rpcUrl: string;
  /** The dApp's origin, one of the oracle's HEED_WEB_ORIGIN; default http://localhost:3000. */
  webOrigin?: string;
  /** Size of the simulated audience; default 240. */
  viewers?: number;
}

export interface AudienceOptions extends SeedOptions {
  /** The oracle's operator token: the audience's days lie before its consent and before the chain. */
  operatorToken: string;
}

export interface Seeded {
  /** Content ids by the pieces' slugs. */
  contentIds: Map<string, string>;
  /** Events stored now; 0 where the oracle had the audience already. */
  events: number;
}

const INDEXED_WITHIN_MS = 30_000;
const POLL_MS = 50;
/** Half of the audience's days. */
const EDITED_BEFORE_MS = 2.5 * 24 * 3600 * 1000;

/**
 * Publishes the demo's pieces and lets its audience read them, through the same API and chain as everybody. Run again, also
 * over an old database with a fresh chain, it does only what is missing.
 * @throws Error on any chain but a local one
 */
export async function seed(options: AudienceOptions, onProgress: (line: string) => void = () => {}): Promise<Seeded> {
  const { operatorToken } = options;
  const { chain, place } = await open(options);
  onProgress("signing creators in");
  const pieces = readPieces();
  await chain.fund(people.map(({ slug }) => demoAccount(slug).address));
  const works = await deposit(place, pieces);
  onProgress(`publishing ${works.length} pieces`);
  const ids = await publish(chain, works);
  onProgress("waiting for the oracle to index them");
  await indexed(place.oracleUrl, ids);
  await makeCourses(place, pieces, ids);
  const edition = await publishEdition(chain, place, pieces, ids);
  await indexed(place.oracleUrl, [edition.contentId]);

  const nowMs = Date.now();
  const readable: (AudiencePiece & { slug: string })[] = audiencePieces(pieces, (index) => ids[index]!);
  const { contentId, body } = edition;
  readable[edition.index]!.edition = { contentId, fromMs: nowMs - EDITED_BEFORE_MS, ...lengthsOf(body) };
  const audience = simulateAudience({ pieces: readable, endMs: nowMs, viewers: options.viewers });
  const stored = await sendAudience(place, audience, operatorToken, (done) =>
    onProgress(`${done} of ${audience.length} viewers`),
  );
  await followAndRead(place, (slug) => readable.find((piece) => piece.slug === slug)!, nowMs, operatorToken);
  const current = readable.map((piece) => [piece.slug, piece.edition?.contentId ?? piece.contentId] as const);
  return { contentIds: new Map(current), events: stored };
}

/**
 * Lets some of the audience buy and a creator claim; after training, so that the prices are the model's.
 * @returns how many pieces were bought now
 */
export async function trade(options: SeedOptions): Promise<number> {
  const { chain, place } = await open(options);
  return await tradeAs(chain, place, await audienceOf(options, place));
}

/** So many of the audience, those who did most, opt in to earning. */
const EARNERS = 30;
/** Longer than two of the demo's epochs, so that the first whole one has something to pay. */
const READING_MS = 150_000;

/**
 * Lets some of the audience opt in to ads and a demo advertiser create two campaigns; then those readers read on, with the ads in view,
 * for some minutes in the background, so that the first epochs have something to pay.
 * @returns how many campaigns were created now, who reads, and what ends when the reading does: soon after `signal` says so, and never with
 *   an error
 */
export async function advertise(
  options: SeedOptions,
  signal: AbortSignal,
  readingMs = READING_MS,
): Promise<{ created: number; readers: string[]; reading: Promise<void> }> {
  const { chain, place } = await open(options);
  const readers = (await audienceOf(options, place))
    .sort((a, b) => b.events.length - a.events.length)
    .slice(0, EARNERS)
    .map(({ name }) => name);
  await optIn(place, readers);
  const created = await createCampaigns(chain, place);
  const reading = readWithAds(place, readers, { signal, forMs: readingMs }).catch(() => {});
  return { created, readers, reading };
}

/** The simulated audience, reading the pieces as the oracle knows them. */
async function audienceOf({ viewers }: SeedOptions, { oracleUrl }: Place): Promise<SimulatedViewer[]> {
  const idOf = new Map((await listContents(oracleUrl)).map(({ title, contentId }) => [title, contentId]));
  const pieces = readPieces();
  const readable = audiencePieces(pieces, (index) => idOf.get(pieces[index]!.title) ?? String(index + 1));
  return simulateAudience({ pieces: readable, endMs: Date.now(), viewers });
}

async function open({ oracleUrl, rpcUrl, webOrigin = "http://localhost:3000" }: SeedOptions) {
  const chain: Chain = await openChain(rpcUrl);
  const place: Place = { oracleUrl, webOrigin, chainId: chain.deployment.chainId };
  await createClient(oracleUrl)
    .health.$get()
    .catch((cause: Error) => {
      throw new Error(`No oracle answers at ${oracleUrl}. Start it, or name its address.`, { cause });
    });
  return { chain, place };
}

async function listContents(oracleUrl: string) {
  const { contents } = await answerOf(await createClient(oracleUrl).contents.$get({ query: {} }));
  return contents;
}

/** Waits until the oracle knows these contents with their titles. */
async function indexed(oracleUrl: string, ids: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + INDEXED_WITHIN_MS; ; ) {
    const known = new Set(
      (await listContents(oracleUrl)).filter(({ title }) => title).map((content) => content.contentId),
    );
    const missing: string[] = [];
    // What was replaced by a newer edition is known, and not listed.
    for (const id of ids) if (!known.has(id) && !(await isKnown(oracleUrl, id))) missing.push(id);
    if (missing.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The oracle hasn't indexed content ${missing[0]} within ${INDEXED_WITHIN_MS / 1000} s: does it follow this chain?`,
      );
    }
    await delay(POLL_MS);
  }
}

async function isKnown(oracleUrl: string, contentId: string): Promise<boolean> {
  const response = await createClient(oracleUrl).contents[":contentId"].$get({ param: { contentId } });
  return response.ok && (await answerOf(response)).title !== "";
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It should be a whole number up to 9999.");
}

async function main(): Promise<void> {
  const options = new Command("seed")
    .description(
      "Publishes the demo's pieces on a local chain and lets a simulated audience read (and some of it buy) them.",
    )
    .option("--oracle-url <url>", "the running oracle", "http://127.0.0.1:8787")
    .option("--rpc-url <url>", "the local chain (31337)", "http://127.0.0.1:8545")
    .option("--web-origin <origin>", "the dApp's origin, as in the oracle's HEED_WEB_ORIGIN", "http://localhost:3000")
    .option("--viewers <number>", "size of the audience", wholeNumber, 240)
    .option(
      "--home <folder>",
      "the oracle's HEED_HOME, for the operator's token in it",
      process.env.HEED_HOME ?? join(root, ".heed"),
    )
    .option("--no-trade", "don't buy anything")
    .addHelpText("after", `\nThe case study's viewer is ${demoViewer.address}; docs/audience.md has its (public) key.`)
    .parse()
    .opts<SeedOptions & { home: string; trade: boolean }>();
  const { contentIds, events } = await seed({ ...options, operatorToken: operatorTokenOf(options.home) }, (line) =>
    console.error(`• ${line}`),
  );
  console.error(`✓ ${contentIds.size} pieces published, ${events} events stored`);
  if (options.trade) console.error(`✓ ${await trade(options)} pieces bought`);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(`✗ ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
}
