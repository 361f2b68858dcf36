import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { Campaign } from "../../../campaigns/Campaign.tsx";
import { endpointsFor } from "../../../config/endpoints.ts";
import { requestWords } from "../../../language/server.ts";
import { oracleClient } from "../../../oracle/client.ts";
import { OracleError } from "../../../oracle/OracleError.ts";

interface Props {
  params: Promise<{ id: string }>;
}

/** The campaign, for its ad's title and for the answer to whether there is one; null where the oracle doesn't say. */
async function findCampaign(id: string) {
  if (!/^[1-9]\d{0,77}$/.test(id)) notFound();
  const { oracleUrl } = endpointsFor((await headers()).get("host") ?? "localhost");
  try {
    return await oracleClient(oracleUrl).campaign(id);
  } catch (error) {
    if (error instanceof OracleError && error.status === 404) notFound();
    return null;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const [campaign, words] = await Promise.all([findCampaign(id), requestWords()]);
  return { title: campaign?.creative?.title ?? words.campaigns.campaign(id) };
}

export default async function CampaignPage({ params }: Props) {
  const { id } = await params;
  await findCampaign(id);
  return <Campaign id={id} />;
}
