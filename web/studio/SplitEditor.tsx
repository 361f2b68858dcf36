"use client";

import { Plus, X } from "lucide-react";
import { useFormats, useWords } from "../language/context.tsx";
import { Button } from "../parts/Button.tsx";
import { INPUT } from "../parts/Field.tsx";
import { FieldProblem } from "../parts/FieldProblem.tsx";
import { type ShareInput, type SplitProblem, type SplitTerms, sumOf, writePercent } from "./split.ts";

export interface SplitEditorProps {
  rows: readonly ShareInput[];
  protocolPercent: string;
  change(rows: ShareInput[], protocolPercent: string): void;
  terms: SplitTerms;
  problem: SplitProblem | null;
  /** Whether the creator has this very split already; null while it can't be told */
  reused: boolean | null;
}

/** Who gets what part of the revenue: payees, the protocol last, and what they add up to. */
export function SplitEditor({ rows, protocolPercent, change, terms, problem, reused }: SplitEditorProps) {
  const { form: words } = useWords().studio;
  const { percent } = useFormats();
  const set = (index: number, changes: Partial<ShareInput>) =>
    change(
      rows.map((row, at) => (at === index ? { ...row, ...changes } : row)),
      protocolPercent,
    );
  const wrong = (index: number, codes: string[]) =>
    problem !== null && "row" in problem && problem.row === index && codes.includes(problem.code);
  return (
    <fieldset className="space-y-3">
      <legend className="text-sm font-medium">{words.split}</legend>
      <p className="text-sm text-soft">{words.splitHint}</p>
      {rows.map(({ key, payee, percent: share }, index) => (
        <div key={key} className="flex flex-wrap gap-2">
          <input
            aria-label={words.payee(index + 1)}
            aria-invalid={wrong(index, ["address", "twice"])}
            value={payee}
            onChange={(event) => set(index, { payee: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            className={`figures min-w-0 flex-1 basis-64 text-sm ${INPUT}`}
          />
          <input
            aria-label={words.share(index + 1)}
            aria-invalid={wrong(index, ["share"])}
            value={share}
            onChange={(event) => set(index, { percent: event.target.value })}
            inputMode="decimal"
            autoComplete="off"
            className={`figures !w-24 text-right ${INPUT}`}
          />
          <Button
            look="quiet"
            aria-label={words.remove(index + 1)}
            disabled={rows.length === 1}
            onClick={() => change(rows.toSpliced(index, 1), protocolPercent)}
          >
            <X aria-hidden="true" size={16} />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 basis-64 px-3 text-sm text-soft">{words.protocol}</span>
        <input
          aria-label={words.protocolShare}
          aria-invalid={problem?.code === "fee"}
          value={protocolPercent}
          onChange={(event) => change([...rows], event.target.value)}
          inputMode="decimal"
          autoComplete="off"
          className={`figures !w-24 text-right ${INPUT}`}
        />
        <span className="w-[50px]" />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button
          disabled={rows.length + 2 > terms.maxPayees}
          onClick={() => change([...rows, { key: crypto.randomUUID(), payee: "", percent: "" }], protocolPercent)}
        >
          <Plus aria-hidden="true" size={16} />
          {words.add}
        </Button>
        <output className="figures text-sm">{words.sum(writePercent(sumOf(rows, protocolPercent)))}</output>
      </div>
      {problem && (
        <FieldProblem>
          {problem.code === "sum"
            ? words.problems.sum
            : problem.code === "fee"
              ? words.problems.fee(percent(terms.protocolFeeBps / 10_000).replace(/\s?%/, ""))
              : problem.code === "many"
                ? words.problems.many(String(terms.maxPayees))
                : words.problems[problem.code](problem.row + 1)}
        </FieldProblem>
      )}
      {reused !== null && <p className="text-sm text-soft">{reused ? words.reused : words.created}</p>}
    </fieldset>
  );
}
