"use client";

import { type FormEvent, useId, useState } from "react";
import { useFormats, useWords } from "../language/context.tsx";
import { useAppeal, useAppeals } from "../oracle/earningQueries.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
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
  const { earnings: words } = useWords();
  const { whole } = useFormats();
  const [asking, setAsking] = useState(false);
  const { data } = useAppeals();
  const own = data?.appeals.find((one) => one.rule === rule && one.epoch === epoch && one.state === "open");
  if (own) return <span className="text-soft">{words.appealStates.open}</span>;
  return (
    <>
      <Button
        className="min-h-8 px-3 py-0.5"
        aria-label={`${words.appeal}: ${ruleWords}`}
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
  const id = useId();
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
      <div>
        <label htmlFor={id} className="block font-medium">
          {words.appealMessage}
        </label>
        <textarea
          id={id}
          value={message}
          onChange={({ target }) => setMessage(target.value)}
          maxLength={MOST_CHARACTERS}
          rows={5}
          aria-invalid={bad}
          aria-describedby={`${id}-hint`}
          className="mt-1 w-full rounded-[3px] border border-strong-line bg-paper px-3 py-2"
        />
        <p id={`${id}-hint`} role={bad ? "alert" : undefined} className="text-sm text-soft">
          {bad ? words.appealNeedsWords : words.appealHint}
        </p>
      </div>
      {error && <Problem error={error} />}
      <Button type="submit" look="solid" disabled={isPending}>
        {isPending ? words.appealSending : words.appealSend}
      </Button>
    </form>
  );
}
