"use client";

import type { ReactNode } from "react";
import { useWords } from "../language/context.tsx";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "./AccountProvider.tsx";

/** What only whoever is signed in sees; everybody else is asked to sign in, with a reason. */
export function SignedIn({ reason, children }: { reason: string; children: ReactNode }) {
  const { account, loading } = useWords();
  const { known, address, error, retry } = useSession();
  const dialog = useAccountDialog();
  if (error) return <Problem error={error} retry={retry} />;
  if (!known) return <Loading>{loading}</Loading>;
  if (address !== null) return children;
  return (
    <div className="border-t border-line py-8">
      <p className="font-serif text-lg">{reason}</p>
      <Button look="solid" className="mt-4" onClick={() => dialog.open()}>
        {account.signIn}
      </Button>
    </div>
  );
}
