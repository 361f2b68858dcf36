"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useFaucetOnArrival } from "../chain/useFaucet.ts";
import { useWallet } from "../chain/useWallet.ts";
import { useSession } from "../oracle/useSession.ts";
import { AccountDialog } from "./AccountDialog.tsx";

export type AccountStep = "connect" | "sign-in" | "consent";

interface Account {
  /** Opens the dialog at the first step not yet taken, or at the step asked for */
  open(step?: AccountStep): void;
}

const Context = createContext<Account | null>(null);

export function AccountProvider({ children }: { children: ReactNode }) {
  const wallet = useWallet();
  const session = useSession();
  const [step, setStep] = useState<AccountStep | null>(null);
  useFaucetOnArrival();

  const signedIn = session.address !== null;
  // Each step taken leads to the next: connected → sign in → consent. Losing the wallet closes what needed it.
  useEffect(() => {
    setStep((now) => {
      if (now === "connect" && wallet.connected) return signedIn ? "consent" : "sign-in";
      if (now === "sign-in" && signedIn) return "consent";
      if (now !== null && now !== "connect" && !wallet.connected && !signedIn) return null;
      return now;
    });
  }, [wallet.connected, signedIn]);

  const account = useMemo<Account>(
    () => ({
      open: (asked) => setStep(asked ?? (!wallet.connected ? "connect" : signedIn ? "consent" : "sign-in")),
    }),
    [wallet.connected, signedIn],
  );
  return (
    <Context value={account}>
      {children}
      <AccountDialog step={step} close={() => setStep(null)} />
    </Context>
  );
}

/** Opens the account dialog. Throws outside of AccountProvider. */
export function useAccountDialog(): Account {
  const account = useContext(Context);
  if (account === null) throw new Error("useAccountDialog needs an AccountProvider above it");
  return account;
}
