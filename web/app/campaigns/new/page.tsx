import type { Metadata } from "next";
import { NewCampaign } from "../../../campaigns/NewCampaign.tsx";
import { requestWords } from "../../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).campaigns.create };
}

export default function NewCampaignPage() {
  return <NewCampaign />;
}
