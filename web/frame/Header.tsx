"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Ring } from "../attention/Ring.tsx";
import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { NetworkNotice } from "./NetworkNotice.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

/** Wordmark, pages, language, theme, account. On a narrow screen the pages move to a line of their own. */
export function Header() {
  const words = useWords();
  const path = usePathname();
  const { connected, address, wrongNetwork } = useWallet();
  const pages = [
    ["/", words.nav.feed],
    ["/library", words.nav.library],
    ["/wallet", words.nav.wallet],
    ...(connected ? [[`/creator/${address}`, words.nav.creator] as const] : []),
    ["/how", words.nav.how],
  ] as const;
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-8 px-5 pt-3 sm:px-8 md:flex-nowrap md:pb-3">
        <Link href="/" className="flex items-center gap-2.5 font-serif text-2xl font-semibold tracking-[-0.02em]">
          <Ring share={0.68} size="small" />
          {words.brand}
        </Link>
        <div className="ml-auto flex items-center gap-1 md:order-last">
          <LanguageMenu />
          <ThemeMenu />
          <AccountMenu />
        </div>
        <nav
          aria-label={words.nav.label}
          className="-mx-5 w-screen overflow-x-auto px-5 sm:-mx-8 sm:px-8 md:mx-0 md:w-auto md:px-0"
        >
          <ul className="flex gap-6 text-sm whitespace-nowrap">
            {pages.map(([href, name]) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={path.toLowerCase() === href.toLowerCase() ? "page" : undefined}
                  className="block border-b-2 border-transparent py-3 text-soft hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink md:py-2"
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      {wrongNetwork && (
        <div className="mx-auto max-w-6xl px-5 pb-3 sm:px-8">
          <NetworkNotice />
        </div>
      )}
    </header>
  );
}
