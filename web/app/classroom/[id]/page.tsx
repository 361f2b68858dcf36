import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CourseRoom } from "../../../classroom/CourseRoom.tsx";
import { requestWords } from "../../../language/server.ts";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.classroom.title };
}

export default async function CoursePage({ params }: Props) {
  const { id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
  return <CourseRoom id={id} />;
}
