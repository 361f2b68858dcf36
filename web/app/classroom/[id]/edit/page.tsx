import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CourseEditor } from "../../../../classroom/CourseForm.tsx";
import { requestWords } from "../../../../language/server.ts";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.classroom.editTitle };
}

export default async function EditCoursePage({ params }: Props) {
  const { id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
  return <CourseEditor id={id} />;
}
