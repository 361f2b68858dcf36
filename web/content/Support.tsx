"use client";

import { useId, useState } from "react";
import { useSupport } from "../chain/useBuy.ts";
import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { parseHeed } from "../money/heed.ts";
import type { ContentDetail } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { FieldProblem } from "../parts/FieldProblem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";

/** Gives the piece's split any amount, for nothing in return. */
export function Support({ contentId, content }: { contentId: string; content: ContentDetail }) {
  const { buy: words } = useWords();
  const id = useId();
  const support = useSupport();
  const { connected } = useWallet();
  const dialog = useAccountDialog();
  const [text, setText] = useState("1");
  const [bad, setBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const amount = parseHeed(text);
    setBad(amount === null);
    if (amount === null) return;
    if (!connected) {
      dialog.open("connect");
      return;
    }
    setBusy(true);
    await support({ title: content.title, contentId, creator: content.creator.address, amount });
    setBusy(false);
  };
  return (
    <form
      className="border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 className="text-lg font-semibold">{words.support}</h2>
      <p className="text-sm text-soft">{words.supportHint}</p>
      <label htmlFor={id} className="mt-3 block text-sm">
        {words.supportAmount}
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={bad}
          aria-describedby={bad ? `${id}-bad` : undefined}
          className="figures min-h-10 w-28 rounded-[3px] border border-strong-line bg-raised px-3 text-right"
        />
        <Button type="submit" disabled={busy}>
          {words.supportAction}
        </Button>
      </div>
      {bad && <FieldProblem id={`${id}-bad`}>{words.supportBad}</FieldProblem>}
    </form>
  );
}
