"use client";

import { failureOf } from "../chain/failure.ts";
import { useWords } from "../language/context.tsx";
import { failureText } from "../transactions/failureText.ts";
import { Button } from "./Button.tsx";
import { Notice } from "./Notice.tsx";

/** What a query failed with, in words, and a way to try again. */
export function Problem({ error, retry }: { error: Error; retry?: () => void }) {
  const words = useWords();
  const failure = failureOf(error);
  const said = failure.code === "unknown" ? { text: words.problem.generic } : failureText(words, failure);
  return (
    <Notice kind="problem" action={retry && <Button onClick={retry}>{words.retry}</Button>}>
      <span lang={said.lang}>{said.text}</span>
    </Notice>
  );
}
