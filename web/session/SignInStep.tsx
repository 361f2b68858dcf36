"use client";

import { useWallet } from "../chain/useWallet.ts";
import { NetworkNotice } from "../frame/NetworkNotice.tsx";
import { useWords } from "../language/context.tsx";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Notice } from "../parts/Notice.tsx";
import { failureText } from "../transactions/failureText.ts";
import { useSignIn } from "./useSignIn.ts";

/** One signature that proves the wallet is the viewer's. */
export function SignInStep({ later }: { later(): void }) {
  const words = useWords();
  const { address, wrongNetwork } = useWallet();
  const { mismatch } = useSession();
  const { signIn, isPending, failure } = useSignIn(words.signIn.statement);
  const said = failure?.code === "rejected" ? { text: words.signIn.rejected } : failure && failureText(words, failure);
  return (
    <div className="space-y-5">
      <p className="text-soft">{words.signIn.why}</p>
      {address && (
        <p className="figures border border-line px-4 py-3 text-sm" title={address}>
          {words.shortAddress(address)}
        </p>
      )}
      {mismatch && <Notice>{words.signIn.mismatch}</Notice>}
      {wrongNetwork && <NetworkNotice />}
      {said && (
        <Notice kind="problem">
          <span lang={said.lang}>{said.text}</span>
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button look="solid" onClick={signIn} disabled={isPending || wrongNetwork}>
          {isPending ? words.signIn.waiting : words.signIn.action}
        </Button>
        <Button look="quiet" onClick={later}>
          {words.signIn.later}
        </Button>
      </div>
    </div>
  );
}
