"use client";

import { useWords } from "../language/context.tsx";
import { Button } from "../parts/Button.tsx";
import { Page } from "../parts/Page.tsx";

/** A page that threw: what can be done about it. */
export default function ErrorPage({ reset }: { error: Error; reset(): void }) {
  const { problem, retry } = useWords();
  return (
    <Page title={problem.title} intro={problem.generic}>
      <Button look="solid" onClick={reset}>
        {retry}
      </Button>
    </Page>
  );
}
