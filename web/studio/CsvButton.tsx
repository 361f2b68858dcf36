"use client";

import { useMutation } from "@tanstack/react-query";
import { useWords } from "../language/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import type { StudioTable } from "../oracle/sent.ts";
import { download } from "../parts/download.ts";
import { Problem } from "../parts/Problem.tsx";

/** The figures beside it, as a file for a spreadsheet. */
export function CsvButton({ table, contentId }: { table: StudioTable; contentId?: string }) {
  const { studio: words } = useWords();
  const oracle = useOracle();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => oracle.studioCsv(table, contentId),
    onSuccess: (text) => download(`heed-${table}.csv`, text, "text/csv"),
  });
  return (
    <>
      <button type="button" className="py-2 text-sm text-link" disabled={isPending} onClick={() => mutate()}>
        {words.csv}
      </button>
      {error && <Problem error={error} />}
    </>
  );
}
