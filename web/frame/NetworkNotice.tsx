"use client";

import { useSwitchNetwork, useWallet } from "../chain/useWallet.ts";
import { useConfig } from "../config/context.tsx";
import { useWords } from "../language/context.tsx";
import { Button } from "../parts/Button.tsx";
import { Notice } from "../parts/Notice.tsx";

/** Says that the wallet is elsewhere, and brings it over in one click. Nothing where it is in the right place. */
export function NetworkNotice() {
  const { network } = useWords();
  const { wrongNetwork, chainId: there } = useWallet();
  const { chainId: here } = useConfig();
  const { switchNetwork, isPending, failure } = useSwitchNetwork();
  if (!wrongNetwork) return null;
  return (
    <Notice
      kind="problem"
      action={
        <Button onClick={switchNetwork} disabled={isPending}>
          {isPending ? network.switching : network.switch}
        </Button>
      }
    >
      {network.wrong(String(there), String(here))} {failure && network.refused}
    </Notice>
  );
}
