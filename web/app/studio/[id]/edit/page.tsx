import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requestWords } from "../../../../language/server.ts";
import { PublishEdition } from "../../../../studio/Publish.tsx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.form.editTitle };
}

export default async function EditPage({ params }: Props) {
  const { id } = await params;
  if (!/^[1-9]\d{0,77}$/.test(id)) notFound();
  return <PublishEdition contentId={id} />;
}
