"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatEther } from "viem";
import { type Publication, usePublish } from "../chain/usePublish.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { useLanguage, useWords } from "../language/context.tsx";
import { parseHeed } from "../money/heed.ts";
import type { Studio, StudioPiece } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Field, INPUT } from "../parts/Field.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SplitEditor } from "./SplitEditor.tsx";
import { readSplit, type ShareInput, type SplitTerms, sameSplit, writePercent } from "./split.ts";

export interface PublishFormProps {
  creator: string;
  pieces: Studio["pieces"];
  terms: SplitTerms;
  /** The edition that the new one replaces; null for a first one */
  old: StudioPiece | null;
}

const DEFAULT_FLOOR = "0.05";
const DEFAULT_CEILING = "1";

/** A text, its bounds and its split, on their way to the chain. Everything is checked before a wallet opens. */
export function PublishForm({ creator, pieces, terms, old }: PublishFormProps) {
  const { form: words } = useWords().studio;
  const { language } = useLanguage();
  const router = useRouter();
  const publish = usePublish();
  const [text, setText] = useState(() => ({
    title: old?.content.title ?? "",
    summary: old?.content.summary ?? "",
    language: old?.content.language ?? language,
    topics: old?.topics.join(", ") ?? "",
    body: old?.body ?? "",
    floor: old ? formatEther(BigInt(old.content.floorWei)) : DEFAULT_FLOOR,
    ceiling: old ? formatEther(BigInt(old.content.ceilingWei)) : DEFAULT_CEILING,
  }));
  const isProtocol = (payee: string) => payee.toLowerCase() === terms.treasury.toLowerCase();
  const [rows, setRows] = useState<ShareInput[]>(() =>
    (
      old?.content.shares.filter(({ payee }) => !isProtocol(payee)) ?? [
        { payee: creator, bps: 10_000 - terms.protocolFeeBps },
      ]
    ).map(({ payee, bps }) => ({ key: payee, payee, percent: writePercent(bps) })),
  );
  const [protocol, setProtocol] = useState(() =>
    writePercent(old?.content.shares.find(({ payee }) => isProtocol(payee))?.bps ?? terms.protocolFeeBps),
  );
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);

  const floor = parseHeed(text.floor);
  const ceiling = parseHeed(text.ceiling);
  const topics = text.topics.split(/[,，、]/).flatMap((topic) => topic.trim() || []);
  const split = readSplit(rows, protocol, terms);
  const shares = "shares" in split ? split.shares : null;
  const splitId = shares && sameSplit(shares, pieces);
  const problems = {
    title: text.title.trim() ? undefined : words.problems.title,
    summary: text.summary.trim() ? undefined : words.problems.summary,
    topics: topics.length >= 1 && topics.length <= 10 ? undefined : words.problems.topics,
    body: !text.body.trim() ? words.problems.body : text.body === old?.body ? words.problems.same : undefined,
    floor: floor === null ? words.problems.floor : undefined,
    ceiling: ceiling === null || (floor !== null && ceiling < floor) ? words.problems.ceiling : undefined,
  };
  const shown: Partial<typeof problems> = asked ? problems : {};

  const submit = async (form: HTMLFormElement) => {
    setAsked(true);
    if (Object.values(problems).some(Boolean) || shares === null || floor === null || ceiling === null) {
      // After the problems are on screen.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const piece: Publication = {
      ...{ title: text.title.trim(), summary: text.summary.trim(), language: text.language, topics },
      ...{ body: text.body, floor, ceiling, shares, splitId, replaces: old?.content.contentId ?? null },
    };
    setBusy(true);
    setError(null);
    try {
      const contentId = await publish(piece);
      if (contentId !== null) router.push("/studio");
    } catch (thrown) {
      setError(thrown as Error);
    } finally {
      setBusy(false);
    }
  };

  const input = (name: keyof typeof text, label: string, hint?: string, className = "") => (
    <Field label={label} hint={hint} problem={shown[name as keyof typeof problems]}>
      {(control) => (
        <input
          {...control}
          value={text[name]}
          onChange={(event) => setText({ ...text, [name]: event.target.value })}
          autoComplete="off"
          className={`${INPUT} ${className}`}
        />
      )}
    </Field>
  );
  return (
    <form
      noValidate
      className="max-w-2xl space-y-6 border-t border-line py-8"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {input("title", words.title)}
      {input("summary", words.summary)}
      <div className="grid gap-6 sm:grid-cols-2">
        <Field label={words.language}>
          {(control) => (
            <select
              {...control}
              value={text.language}
              onChange={(event) => setText({ ...text, language: event.target.value })}
              className={INPUT}
            >
              <option value="en">English</option>
              <option value="zh">中文</option>
            </select>
          )}
        </Field>
        {input("topics", words.topics)}
      </div>
      <Field label={words.body} hint={words.bodyHint} problem={shown.body}>
        {(control) => (
          <textarea
            {...control}
            value={text.body}
            onChange={(event) => setText({ ...text, body: event.target.value })}
            rows={16}
            className={`py-2 font-serif text-lg ${INPUT}`}
          />
        )}
      </Field>
      <div className="grid gap-6 sm:grid-cols-2">
        {input("floor", words.floor, undefined, "figures text-right")}
        {input("ceiling", words.ceiling, undefined, "figures text-right")}
      </div>
      <SplitEditor
        rows={rows}
        protocolPercent={protocol}
        change={(next, percent) => {
          setRows(next);
          setProtocol(percent);
        }}
        terms={terms}
        problem={asked && "problem" in split ? split.problem : null}
        reused={shares ? splitId !== null : null}
      />
      {error && <Problem error={error} />}
      <NetworkNotice />
      <Button type="submit" look="solid" disabled={busy}>
        {busy ? words.working : old ? words.publishEdition : words.publish}
      </Button>
    </form>
  );
}
