import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { endpointsFor } from "../../../config/endpoints.ts";
import { Piece } from "../../../content/Piece.tsx";
import { requestWords } from "../../../language/server.ts";
import { oracleClient } from "../../../oracle/client.ts";
import { OracleError } from "../../../oracle/OracleError.ts";

interface Props {
  params: Promise<{ id: string }>;
}

/** The piece, for its title and for the answer to whether there is one; null where the oracle doesn't say. */
async function findPiece(id: string) {
  if (!/^[1-9]\d{0,77}$/.test(id)) notFound();
  const { oracleUrl } = endpointsFor((await headers()).get("host") ?? "localhost");
  try {
    return await oracleClient(oracleUrl).content(id);
  } catch (error) {
    if (error instanceof OracleError && error.status === 404) notFound();
    return null;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [piece, words] = await Promise.all([findPiece((await params).id), requestWords()]);
  return { title: piece?.title ?? words.problem.title, description: piece?.summary };
}

export default async function ContentPage({ params }: Props) {
  const { id } = await params;
  const piece = await findPiece(id);
  return <Piece contentId={id} initial={piece} />;
}
