"use client";

import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { useConsent } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { useAccountDialog } from "../session/AccountProvider.tsx";

/**
 * Whether the order and the prices are the viewer's own; if not, why, and what would make them so.
 * @param newcomer the model knows too little of the viewer to tell them from others
 */
export function PersonalisedNote({ personalised, newcomer }: { personalised: boolean; newcomer: boolean }) {
  const { feed: words, retry } = useWords();
  const { connected } = useWallet();
  const { address, ...session } = useSession();
  const { data: consent } = useConsent();
  const dialog = useAccountDialog();
  const agreed = consent?.collect && consent.personalise;
  const text = personalised
    ? newcomer
      ? words.newcomer
      : words.personalised
    : address === null
      ? session.error
        ? words.unanswered
        : words.notSignedIn
      : agreed
        ? words.noHistory
        : words.noConsent;
  const action = personalised
    ? null
    : address === null
      ? session.error
        ? retry
        : connected
          ? words.signIn
          : words.connect
      : agreed
        ? null
        : words.choose;
  return (
    <p className="mt-2 font-serif text-lg text-soft" data-personalised={personalised}>
      {text}{" "}
      {action && (
        <button
          type="button"
          className="text-link text-ink"
          onClick={session.error ? session.retry : () => dialog.open()}
        >
          {action}
        </button>
      )}
    </p>
  );
}
