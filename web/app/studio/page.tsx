import type { Metadata } from "next";
import { requestWords } from "../../language/server.ts";
import { Studio } from "../../studio/Studio.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.title };
}

export default function StudioPage() {
  return <Studio />;
}
