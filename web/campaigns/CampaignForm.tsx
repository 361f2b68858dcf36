"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, useState } from "react";
import { useCampaignActions } from "../chain/useCampaign.ts";
import { useLanguage, useWords } from "../language/context.tsx";
import { formatHeed, parseHeed } from "../money/heed.ts";
import { useDepositBrief } from "../oracle/campaignQueries.ts";
import { useStatus } from "../oracle/queries.ts";
import { Button } from "../parts/Button.tsx";
import { Field, INPUT } from "../parts/Field.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { AdCopy } from "./AdCard.tsx";
import { AudienceChoice } from "./AudienceChoice.tsx";
import { type Draft, type DraftField, draftErrors, newDraft } from "./draft.ts";

/** Whom, what, and on which terms: checked here, then by the oracle, then simulated; created by one transaction. */
export function CampaignForm() {
  const words = useWords();
  const { campaigns } = words;
  const { language } = useLanguage();
  const router = useRouter();
  const { data: status } = useStatus();
  const { create } = useCampaignActions();
  const deposit = useDepositBrief();
  const [draft, setDraft] = useState<Draft>(() => newDraft(Date.now(), language));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    // What the oracle refused was the draft as it stood.
    if (deposit.error) deposit.reset();
  };
  const errors = tried ? draftErrors(draft, Date.now()) : {};
  const problem = (field: DraftField) => {
    const error = errors[field];
    return error ? campaigns.errors[error] : null;
  };
  const input = (field: DraftField, label: string, props: ComponentProps<"input"> = {}, hint?: string) => (
    <Field label={label} hint={hint} problem={problem(field)}>
      {(given) => (
        <input
          autoComplete="off"
          {...props}
          {...given}
          className={INPUT}
          value={draft[field]}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );

  const submit = async (form: HTMLFormElement) => {
    setTried(true);
    if (Object.keys(draftErrors(draft, Date.now())).length > 0) {
      // After the problems are on screen.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    const brief = {
      audience: { topics: draft.topics, languages: draft.languages, matching: draft.matching },
      creative: {
        title: draft.title.trim(),
        text: draft.text.trim(),
        link: new URL(draft.link.trim()).href,
        language: draft.language,
      },
    };
    const budget = parseHeed(draft.budget)!;
    const maxRate = parseHeed(draft.rate)!;
    const [startsAt, endsAt] = [draft.starts, draft.ends].map((time) => Math.floor(Date.parse(time) / 1000)) as [
      number,
      number,
    ];
    const terms = { budgetWei: String(budget), maxRateWei: String(maxRate), startsAtS: startsAt, endsAtS: endsAt };
    const kept = await deposit.mutateAsync({ ...brief, terms }).catch(() => null);
    if (kept && (await create({ brief, budget, maxRate, startsAt, endsAt })) === null) router.push("/campaigns");
    setBusy(false);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <Section title={campaigns.audience}>
        <AudienceChoice draft={draft} change={change} />
      </Section>
      <Section title={campaigns.ad}>
        <div className="grid gap-x-16 gap-y-6 lg:grid-cols-2">
          <div className="grid gap-4">
            {input("title", campaigns.adTitle, { maxLength: 80 })}
            <Field label={campaigns.adText} problem={problem("text")}>
              {(given) => (
                <textarea
                  {...given}
                  className={`py-1.5 ${INPUT}`}
                  rows={3}
                  maxLength={280}
                  value={draft.text}
                  onChange={(event) => change({ text: event.target.value.replace(/\s*\n\s*/g, " ") })}
                />
              )}
            </Field>
            {input("link", campaigns.adLink, { type: "url", maxLength: 500, placeholder: "https://" })}
            <Field label={campaigns.adLanguage}>
              {(given) => (
                <select
                  {...given}
                  className={INPUT}
                  value={draft.language}
                  onChange={(event) => change({ language: event.target.value as Draft["language"] })}
                >
                  <option value="en">English</option>
                  <option value="zh">中文</option>
                </select>
              )}
            </Field>
          </div>
          <div>
            <h3 className="mb-1 font-sans text-sm font-medium">{campaigns.preview}</h3>
            <div data-preview className="border border-line p-5">
              <AdCopy creative={{ ...draft, title: draft.title || "…", text: draft.text || "…" }} />
            </div>
          </div>
        </div>
      </Section>
      <Section title={campaigns.terms}>
        <div className="grid gap-x-16 gap-y-6 sm:grid-cols-2">
          {input("budget", campaigns.budget, { inputMode: "decimal" }, campaigns.budgetHint)}
          {input(
            "rate",
            campaigns.rate,
            { inputMode: "decimal" },
            status && campaigns.rateHint(formatHeed(status.rateWeiPerSecond)),
          )}
          {input("starts", campaigns.starts, { type: "datetime-local" })}
          {input("ends", campaigns.ends, { type: "datetime-local" })}
        </div>
        {deposit.error && (
          <div className="mt-6">
            <Problem error={deposit.error} />
          </div>
        )}
        <Button type="submit" look="solid" className="mt-6" disabled={busy}>
          {busy ? campaigns.checking : campaigns.submit}
        </Button>
      </Section>
    </form>
  );
}
