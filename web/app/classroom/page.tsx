import type { Metadata } from "next";
import { Classroom } from "../../classroom/Classroom.tsx";
import { requestWords } from "../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.classroom.title };
}

export default function ClassroomPage() {
  return <Classroom />;
}
