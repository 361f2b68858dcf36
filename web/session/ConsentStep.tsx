"use client";

import { useWords } from "../language/context.tsx";
import { useConsent } from "../oracle/queries.ts";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { ConsentForm } from "./ConsentForm.tsx";

/** Asks what may be measured and used; both off by default. */
export function ConsentStep({ done }: { done(): void }) {
  const words = useWords();
  const { data, error, refetch } = useConsent();
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return <ConsentForm given={data} done={done} />;
}
