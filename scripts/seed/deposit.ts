import type { Client } from "../../oracle/api/client.ts";
import { answerOf, type Place, signIn } from "./api.ts";
import { people } from "./creators.ts";
import { inParallel } from "./inParallel.ts";
import { demoAccount } from "./keys.ts";
import type { Piece } from "./pieces.ts";
import type { Deposited } from "./publish.ts";

/** Signs everybody with a share in, gives them their names, and deposits the pieces' texts with the oracle. */
export async function deposit(place: Place, pieces: readonly Piece[]): Promise<Deposited[]> {
  const clients = new Map<string, Client>();
  await inParallel(people, 8, async ({ slug, name, bio }) => {
    const client = await signIn(place, demoAccount(slug));
    await answerOf(await client.creators.me.$put({ json: { name, bio } }));
    clients.set(slug, client);
  });
  return await inParallel(pieces, 8, async (piece) => {
    const client = clients.get(piece.creator);
    if (!client) throw new Error(`${piece.slug}: there is no creator «${piece.creator}».`);
    const { title, summary, language, topics, body } = piece;
    const { contentHash, uri } = await answerOf(
      await client.works.$post({ json: { title, summary, language, topics, body } }),
    );
    return { piece, contentHash: contentHash as Deposited["contentHash"], uri };
  });
}
