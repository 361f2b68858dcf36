import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getAddress, isAddress } from "viem";
import { Creator } from "../../../creator/Creator.tsx";
import { requestWords } from "../../../language/server.ts";

interface Props {
  params: Promise<{ address: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ address }, words] = await Promise.all([params, requestWords()]);
  return { title: `${words.buy.creator} ${words.shortAddress(address)}` };
}

export default async function CreatorPage({ params }: Props) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return <Creator address={getAddress(address)} />;
}
