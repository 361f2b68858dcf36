import type { Metadata } from "next";
import { CourseEditor } from "../../../classroom/CourseForm.tsx";
import { requestWords } from "../../../language/server.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).studio.classroom.newTitle };
}

export default function NewCoursePage() {
  return <CourseEditor id={null} />;
}
