import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Epoch } from "../../../epochs/Epoch.tsx";
import { requestWords } from "../../../language/server.ts";

interface Props {
  params: Promise<{ epoch: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ epoch }, words] = await Promise.all([params, requestWords()]);
  return { title: words.epochs.one(epoch) };
}

export default async function EpochPage({ params }: Props) {
  const { epoch } = await params;
  if (!/^\d{1,12}$/.test(epoch)) notFound();
  return <Epoch epoch={Number(epoch)} />;
}
