"use client";

import { type FormEvent, useState } from "react";
import { useFormats, useWords } from "../language/context.tsx";
import { useAppeal, useAppeals } from "../oracle/earningQueries.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Field, INPUT } from "../parts/Field.tsx";
import { Problem } from "../parts/Problem.tsx";

const MOST_CHARACTERS = 1_000;

export interface AppealButtonProps {
  /** Epoch null: by intake's rule of that name */
  reduction: { rule: string; epoch: number | null; cutMs: number };
  /** The rule, in words */
  words: string;
}

/** Objects to a reduction in one's own words; a reduction with an open appeal has no button. */
export function AppealButton({ reduction: { rule, epoch, cutMs }, words: ruleWords }: AppealButtonProps) {
  const { earnings: words, colon } = useWords();
  const { whole } = useFormats();
  const [asking, setAsking] = useState(false);
  const { data } = useAppeals();
  const own = data?.appeals.find((one) => one.rule === rule && one.epoch === epoch && one.state === "open");
  if (own) return <span className="text-soft">{words.appealStates.open}</span>;
  return (
    <>
      <Button
        className="min-h-8 px-3 py-0.5"
        aria-label={`${words.appeal}${colon}${ruleWords}`}
        onClick={() => setAsking(true)}
      >
        {words.appeal}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={words.appealTitle}
        description={words.appealIntro(ruleWords, whole(cutMs / 1000))}
      >
        <Form rule={rule} epoch={epoch} done={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

function Form({ rule, epoch, done }: { rule: string; epoch: number | null; done(): void }) {
  const { earnings: words } = useWords();
  const [message, setMessage] = useState("");
  const [bad, setBad] = useState(false);
  const { mutate, isPending, error } = useAppeal();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const text = message.trim();
    setBad(text === "");
    if (text !== "") mutate({ rule, epoch, message: text }, { onSuccess: done });
  };
  return (
    <form onSubmit={send} className="space-y-4">
      <Field label={words.appealMessage} hint={words.appealHint} problem={bad ? words.appealNeedsWords : null}>
        {(control) => (
          <textarea
            {...control}
            value={message}
            onChange={({ target }) => setMessage(target.value)}
            maxLength={MOST_CHARACTERS}
            rows={5}
            className={`py-2 ${INPUT}`}
          />
        )}
      </Field>
      {error && <Problem error={error} />}
      <Button type="submit" look="solid" disabled={isPending}>
        {isPending ? words.appealSending : words.appealSend}
      </Button>
    </form>
  );
}
