"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatEther } from "viem";
import { type Publication, usePublish } from "../chain/usePublish.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useLanguage, useWords } from "../language/context.tsx";
import { parseHeed } from "../money/heed.ts";
import { useAudience } from "../oracle/campaignQueries.ts";
import type { Studio, StudioPiece } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Choices } from "../parts/Choices.tsx";
import { Field, INPUT } from "../parts/Field.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SplitEditor } from "./SplitEditor.tsx";
import { readSplit, type ShareInput, type SplitTerms, sameSplit, writePercent } from "./split.ts";
import { readTopics } from "./topics.ts";

export interface PublishFormProps {
  creator: string;
  pieces: Studio["pieces"];
  terms: SplitTerms;
  /** The edition that the new one replaces; null for a first one */
  old: StudioPiece | null;
}

const DEFAULT_FLOOR = "0.05";
const DEFAULT_CEILING = "1";
/** What the oracle takes. */
const LONGEST = { title: 200, summary: 1_000 };
const MOST_TOPICS = 10;
const LONGEST_TOPIC = 50;
const HAN = /\p{Script=Han}/u;
/** The topics that there are come with any audience. */
const ANYBODY = { topics: [], languages: [], matching: "standard" as const };

/** A text, its bounds and its split, on their way to the chain. Everything is checked before a wallet opens. */
export function PublishForm({ creator, pieces, terms, old }: PublishFormProps) {
  const { studio, topics: topicNames, comma } = useWords();
  const { form: words } = studio;
  const { language } = useLanguage();
  const router = useRouter();
  const publish = usePublish();
  const { data: audience } = useAudience(ANYBODY);
  const [text, setText] = useState(() => ({
    title: old?.content.title ?? "",
    summary: old?.content.summary ?? "",
    language: old?.content.language ?? language,
    otherTopics: "",
    body: old?.body ?? "",
    floor: old ? formatEther(BigInt(old.content.floorWei)) : DEFAULT_FLOOR,
    ceiling: old ? formatEther(BigInt(old.content.ceilingWei)) : DEFAULT_CEILING,
  }));
  const [chosen, setChosen] = useState<string[]>(() => old?.topics ?? []);
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
  const topics = [...new Set([...chosen, ...readTopics(text.otherTopics)])];
  const newTopics = audience ? topics.filter((topic) => !audience.topics.includes(topic)) : [];
  const nameOfTopic = (topic: string) => topicNames[topic] ?? topic;
  const split = readSplit(rows, protocol, terms);
  const shares = "shares" in split ? split.shares : null;
  const splitId = shares && sameSplit(shares, pieces);
  const problems = {
    title: text.title.trim() ? undefined : words.problems.title,
    summary: text.summary.trim() ? undefined : words.problems.summary,
    otherTopics:
      topics.length === 0 || topics.length > MOST_TOPICS
        ? words.problems.topics
        : topics.some((topic) => topic.length > LONGEST_TOPIC)
          ? words.problems.longTopic
          : undefined,
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
          maxLength={LONGEST[name as keyof typeof LONGEST]}
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
      {HAN.test(text.title + text.summary + text.otherTopics + text.body) && <ChineseFonts />}
      {input("title", words.title)}
      {input("summary", words.summary)}
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
      <div className="space-y-3">
        <Choices
          legend={words.topics}
          hint={words.topicsHint}
          all={[...new Set([...(audience?.topics ?? []), ...chosen])]}
          nameOf={nameOfTopic}
          chosen={chosen}
          onChange={setChosen}
        />
        {input("otherTopics", words.otherTopics)}
        {newTopics.length > 0 && (
          <p role="status" className="text-sm text-soft">
            {words.newTopics(newTopics.map(nameOfTopic).join(comma))}
          </p>
        )}
      </div>
      <Field label={words.body} hint={words.bodyHint} problem={shown.body} tall>
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
