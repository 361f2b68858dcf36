"use client";

import { useState } from "react";
import { useWords } from "../language/context.tsx";
import { useSetConsent } from "../oracle/mutations.ts";
import type { Consent } from "../oracle/sent.ts";
import { Button } from "../parts/Button.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Switch } from "../parts/Switch.tsx";

/** Two switches and a button: nothing changes until it is saved. Personalising needs collecting. */
export function ConsentForm({ given, done }: { given: Consent; done?: () => void }) {
  const { consent: words } = useWords();
  const [choice, setChoice] = useState(given);
  const { mutateAsync, isPending, isSuccess, error } = useSetConsent();
  const unchanged = choice.collect === given.collect && choice.personalise === given.personalise;
  const neither = !choice.collect && !choice.personalise;
  const save = async () => {
    if (!unchanged) await mutateAsync(choice);
    done?.();
  };
  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal stays on screen, by way of `error`.
        save().catch(() => {});
      }}
    >
      <Switch
        checked={choice.collect}
        onChange={(collect) => setChoice({ collect, personalise: collect && choice.personalise })}
        label={words.collect}
        hint={words.collectHint}
      />
      <Switch
        checked={choice.personalise}
        onChange={(personalise) => setChoice({ ...choice, personalise })}
        disabled={!choice.collect}
        label={words.personalise}
        hint={choice.collect ? words.personaliseHint : `${words.personaliseHint} ${words.needsCollect}`}
      />
      {error && <Problem error={error} />}
      <div className="flex items-center gap-4">
        <Button type="submit" look="solid" disabled={isPending || (unchanged && !done)}>
          {isPending ? words.saving : neither && done ? words.neither : words.save}
        </Button>
        <span role="status" className="text-sm text-soft">
          {isSuccess && unchanged ? words.saved : ""}
        </span>
      </div>
    </form>
  );
}
