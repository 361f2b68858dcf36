import type { Metadata } from "next";
import { Epochs } from "../../epochs/Epochs.tsx";
import { requestWords } from "../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).epochs.title };
}

export default function EpochsPage() {
  return <Epochs />;
}
