import type { Metadata } from "next";
import { Campaigns } from "../../campaigns/Campaigns.tsx";
import { requestWords } from "../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).campaigns.title };
}

export default function CampaignsPage() {
  return <Campaigns />;
}
