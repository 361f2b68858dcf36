import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Campaign } from "../../../campaigns/Campaign.tsx";
import { requestWords } from "../../../language/server.ts";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, words] = await Promise.all([params, requestWords()]);
  return { title: words.campaigns.campaign(id) };
}

export default async function CampaignPage({ params }: Props) {
  const { id } = await params;
  if (!/^[1-9]\d{0,77}$/.test(id)) notFound();
  return <Campaign id={id} />;
}
