import type { Metadata } from "next";
import { requestWords } from "../../../language/server.ts";
import { PublishNew } from "../../../studio/Publish.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.form.publishTitle };
}

export default function PublishPage() {
  return <PublishNew />;
}
