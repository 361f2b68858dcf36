"use client";

import { failureOf } from "../chain/failure.ts";
import { useWords } from "../language/context.tsx";
import { OracleError } from "../oracle/OracleError.ts";
import { Button } from "./Button.tsx";
import { Notice } from "./Notice.tsx";

/** What a query failed with, in words, and a way to try again. */
export function Problem({ error, retry }: { error: Error; retry?: () => void }) {
  const words = useWords();
  const known = error instanceof OracleError && error.code !== "unreachable";
  const text = known
    ? `${error.message} ${error.hint}`
    : error instanceof OracleError
      ? words.problem.unreachable
      : failureOf(error).code === "network-unreachable"
        ? words.failure["network-unreachable"]()
        : words.problem.generic;
  return (
    <Notice kind="problem" action={retry && <Button onClick={retry}>{words.retry}</Button>}>
      {known ? <span lang="en">{text}</span> : text}
    </Notice>
  );
}
