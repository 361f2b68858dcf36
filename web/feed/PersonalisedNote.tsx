"use client";

import { useWords } from "../language/context.tsx";
import { useConsent } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { useAccountDialog } from "../session/AccountProvider.tsx";

/** Whether the order and the prices are the viewer's own; if not, why, and what would make them so. */
export function PersonalisedNote({ personalised }: { personalised: boolean }) {
  const { feed: words } = useWords();
  const { address } = useSession();
  const { data: consent } = useConsent();
  const dialog = useAccountDialog();
  const agreed = consent?.collect && consent.personalise;
  const text = personalised
    ? words.personalised
    : address === null
      ? words.notSignedIn
      : agreed
        ? words.noHistory
        : words.noConsent;
  const action = personalised ? null : address === null ? words.connect : agreed ? null : words.choose;
  return (
    <p className="mt-2 font-serif text-lg text-soft" data-personalised={personalised}>
      {text}{" "}
      {action && (
        <button type="button" className="text-link text-ink" onClick={() => dialog.open()}>
          {action}
        </button>
      )}
    </p>
  );
}
