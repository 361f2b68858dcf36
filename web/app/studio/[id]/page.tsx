import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requestWords } from "../../../language/server.ts";
import { StudioPiece } from "../../../studio/StudioPiece.tsx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.title };
}

export default async function StudioPiecePage({ params }: Props) {
  const { id } = await params;
  if (!/^[1-9]\d{0,77}$/.test(id)) notFound();
  return <StudioPiece contentId={id} />;
}
