"use client";

import { type FormEvent, useId, useState } from "react";
import { useFormats, useWords } from "../language/context.tsx";
import { useEarning, useSetEarning } from "../oracle/earningQueries.ts";
import { useConsent } from "../oracle/queries.ts";
import type { Earning } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Switch } from "../parts/Switch.tsx";

const SHARES_PERCENT = Array.from({ length: 21 }, (_, step) => 5 * step);
const DAILY_SECONDS = [900, 1_800, 3_600, 7_200] as const;
const FIELD = "mt-1 min-h-10 rounded-[3px] border border-strong-line bg-raised px-3 py-1.5";

/** Opting in to ads and pay, and out; how much goes to creators; the most that is sold a day. What becomes public is said first. */
export function EarningTerms() {
  const words = useWords();
  const earning = useEarning();
  const consent = useConsent();
  const error = earning.error ?? consent.error;
  if (error && !(earning.data && consent.data)) {
    const retry = () => void Promise.all([earning.refetch(), consent.refetch()]);
    return <Problem error={error} retry={retry} />;
  }
  if (!earning.data || !consent.data) return <Loading>{words.loading}</Loading>;
  return <Terms earning={earning.data} measured={consent.data.collect} />;
}

function Terms({ earning, measured }: { earning: Earning; measured: boolean }) {
  const { earnings: words } = useWords();
  const { date } = useFormats();
  const [shareBps, setShareBps] = useState(earning.shareBps);
  const [dailySeconds, setDailySeconds] = useState(earning.dailySeconds);
  const { mutate, isPending, isSuccess, error } = useSetEarning();
  const save = (event: FormEvent) => {
    event.preventDefault();
    mutate({ shareBps, dailySeconds });
  };
  return (
    <div className="max-w-xl space-y-5">
      <p className="text-sm">{words.discloses}</p>
      <Switch
        label={words.optIn}
        hint={measured ? words.optInHint : words.needsConsent}
        checked={earning.optedIn}
        disabled={isPending || (!measured && !earning.optedIn)}
        onChange={(on) => mutate(on ? { shareBps, dailySeconds } : null)}
      />
      {error && <Problem error={error} />}
      {earning.optedIn && (
        <form onSubmit={save} className="space-y-5">
          {earning.sinceMs !== null && <p className="text-sm text-soft">{words.since(date(earning.sinceMs))}</p>}
          <Share value={shareBps} onChange={setShareBps} />
          <Daily value={dailySeconds} onChange={setDailySeconds} />
          <div className="flex items-center gap-4">
            <Button type="submit" disabled={isPending}>
              {isPending ? words.saving : words.save}
            </Button>
            <span role="status" className="text-sm text-soft">
              {isSuccess ? words.saved : ""}
            </span>
          </div>
        </form>
      )}
    </div>
  );
}

function Share({ value, onChange }: { value: number; onChange(bps: number): void }) {
  const { earnings: words } = useWords();
  const { percent } = useFormats();
  const id = useId();
  const choices = [...new Set([...SHARES_PERCENT.map((share) => share * 100), value])].sort((a, b) => a - b);
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {words.share}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
        aria-describedby={`${id}-hint`}
        className={`figures ${FIELD}`}
      >
        {choices.map((bps) => (
          <option key={bps} value={bps}>
            {percent(bps / 10_000)}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
        {words.shareHint}
      </p>
    </div>
  );
}

function Daily({ value, onChange }: { value: number | null; onChange(seconds: number | null): void }) {
  const { earnings: words } = useWords();
  const { whole } = useFormats();
  const id = useId();
  const choices = [...new Set([...DAILY_SECONDS, ...(value === null ? [] : [value])])].sort((a, b) => a - b);
  const name = (seconds: number) =>
    seconds % 3_600 === 0 ? words.hours(whole(seconds / 3_600)) : words.minutes(whole(seconds / 60));
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {words.daily}
      </label>
      <select
        id={id}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value))}
        aria-describedby={`${id}-hint`}
        className={FIELD}
      >
        {choices.map((seconds) => (
          <option key={seconds} value={seconds}>
            {name(seconds)}
          </option>
        ))}
        <option value="">{words.dailyMost}</option>
      </select>
      <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
        {words.dailyHint}
      </p>
    </div>
  );
}
