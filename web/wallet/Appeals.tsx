"use client";

import { useFormats, useWords } from "../language/context.tsx";
import type { Words } from "../language/en.ts";
import type { Appeal } from "../oracle/types.ts";

/** The viewer's appeals, with what was answered. */
export function Appeals({ appeals }: { appeals: readonly Appeal[] }) {
  const words = useWords();
  const { earnings } = words;
  const { date } = useFormats();
  return (
    <ul>
      {appeals.map(({ id, rule, epoch, message, state, answer, createdAtMs }) => (
        <li key={id} data-appeal={state} className="space-y-1 border-b border-line py-3 last:border-0">
          <p className="font-medium">
            {ruleWords(words, rule)}{" "}
            <span className="font-normal text-soft">
              ({epoch === null ? earnings.atIntake : earnings.inEpoch(String(epoch))})
            </span>
          </p>
          <p className="text-sm break-words whitespace-pre-wrap">{message}</p>
          <p className="text-sm text-soft">
            {earnings.appealedOn(date(createdAtMs))} · {earnings.appealStates[state] ?? state}
          </p>
          {answer !== null && (
            <p className="border-l-2 border-ink pl-4 text-sm break-words whitespace-pre-wrap">
              <span className="text-soft">
                {earnings.answer}
                {words.colon}
              </span>
              {answer}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A rule of an epoch's or of intake's, in the viewer's language. */
export function ruleWords({ epochs, meter }: Words, rule: string): string {
  return epochs.rules[rule] ?? meter.reasons[rule] ?? rule;
}
