import type { Metadata } from "next";
import { requestWords } from "../../language/server.ts";
import { Library } from "../../library/Library.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).library.title };
}

export default function LibraryPage() {
  return <Library />;
}
