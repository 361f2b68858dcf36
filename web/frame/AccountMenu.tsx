"use client";

import { ChevronDown, Wallet as WalletIcon } from "lucide-react";
import Link from "next/link";
import { useBalances } from "../chain/useHoldings.ts";
import { useDisconnectWallet, useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { useHydrated } from "../parts/useHydrated.ts";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { useSignOut } from "../session/useSignOut.ts";
import { Menu, MenuItem, MenuLink, MenuNote, MenuRule } from "./Menu.tsx";

/** Connect; then sign in; then the account's menu. */
export function AccountMenu() {
  const { account: words, nav, footer, retry, shortAddress } = useWords();
  const wallet = useWallet();
  const session = useSession();
  const dialog = useAccountDialog();
  const hydrated = useHydrated();
  const disconnect = useDisconnectWallet();
  const signOut = useSignOut();
  const { heed } = useBalances(wallet.address);
  if (!wallet.connected || wallet.address === undefined) {
    return (
      <Button
        look="solid"
        className="ml-1"
        disabled={!hydrated || wallet.reconnecting}
        onClick={() => dialog.open("connect")}
      >
        {wallet.reconnecting ? words.reconnecting : words.connect}
      </Button>
    );
  }
  const leave = async () => {
    if (session.address !== null) await signOut.mutateAsync().catch(() => {});
    await disconnect();
  };
  const state = session.error ? footer.unreachable : session.address === null ? words.notSignedIn : words.signedIn;
  return (
    <>
      {session.known && !session.error && session.address === null && (
        <Button look="solid" className="ml-1" onClick={() => dialog.open("sign-in")}>
          {words.signIn}
        </Button>
      )}
      <Menu
        flush
        label={words.menu}
        trigger={
          <>
            <span className="figures hidden sm:inline">{heed === undefined ? "" : `${formatHeed(heed, 2)} HEED`}</span>
            <span className="figures text-soft max-sm:hidden">{shortAddress(wallet.address)}</span>
            {/* Beside the sign-in button a narrow screen has no room for digits. */}
            {session.address === null ? (
              <WalletIcon aria-hidden="true" size={18} strokeWidth={1.5} className="sm:hidden" />
            ) : (
              <span className="figures text-soft sm:hidden">{wallet.address.slice(0, 6)}</span>
            )}
            <ChevronDown aria-hidden="true" size={14} />
          </>
        }
      >
        <MenuNote>
          {wallet.walletName} · {state}
        </MenuNote>
        {session.error && <MenuItem onSelect={session.retry}>{retry}</MenuItem>}
        <MenuLink>
          <Link href="/wallet">{nav.wallet}</Link>
        </MenuLink>
        <MenuLink>
          <Link href={`/creator/${wallet.address}`}>{nav.creator}</Link>
        </MenuLink>
        {session.address !== null && <MenuItem onSelect={() => dialog.open("consent")}>{words.consent}</MenuItem>}
        <MenuRule />
        {session.address !== null && <MenuItem onSelect={() => signOut.mutate()}>{words.signOut}</MenuItem>}
        <MenuItem onSelect={() => void leave()}>{words.disconnect}</MenuItem>
      </Menu>
    </>
  );
}
