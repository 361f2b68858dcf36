"use client";

import type { Address } from "viem";
import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { useFollow } from "../oracle/mutations.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";

/** Follow or unfollow; nobody follows oneself. */
export function Follow({ creator, following }: { creator: Address; following: boolean }) {
  const { creator: words } = useWords();
  const { address: wallet } = useWallet();
  const { address, error: unanswered } = useSession();
  const dialog = useAccountDialog();
  const { mutate, isPending, error } = useFollow(creator);
  if (wallet?.toLowerCase() === creator.toLowerCase()) return null;
  if (unanswered) return null;
  if (address === null) return <Button onClick={() => dialog.open()}>{words.followSignIn}</Button>;
  return (
    <>
      <Button
        look={following ? "outline" : "solid"}
        aria-pressed={following}
        disabled={isPending}
        onClick={() => mutate(!following)}
      >
        {following ? words.unfollow : words.follow}
      </Button>
      {error && <Problem error={error} />}
    </>
  );
}
