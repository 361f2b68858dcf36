import type { Metadata } from "next";
import { How } from "../../how/How.tsx";
import { requestWords } from "../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).how.title };
}

export default function HowPage() {
  return <How />;
}
