import type { Metadata } from "next";
import Link from "next/link";
import { requestWords } from "../language/server.ts";
import { buttonClass } from "../parts/Button.tsx";
import { Page } from "../parts/Page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).problem.notFoundTitle };
}

export default async function NotFound() {
  const { problem } = await requestWords();
  return (
    <Page title={problem.notFoundTitle} intro={problem.notFound}>
      <Link href="/" className={buttonClass("solid")}>
        {problem.home}
      </Link>
    </Page>
  );
}
