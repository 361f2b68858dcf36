"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Ring } from "../attention/Ring.tsx";
import { useWallet } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { Menu, MenuLink } from "./Menu.tsx";
import { NetworkNotice } from "./NetworkNotice.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

/** Wordmark, pages (the less frequent ones in a menu), language, theme, account. On a narrow screen the pages move to a line of their own. */
export function Header() {
  const words = useWords();
  const path = usePathname();
  const { connected, address, wrongNetwork } = useWallet();
  const pages = [
    ["/", words.nav.feed],
    ["/library", words.nav.library],
    ["/wallet", words.nav.wallet],
    ["/studio", words.nav.studio],
    ["/classroom", words.nav.classroom],
    ["/campaigns", words.nav.campaigns],
    ["/market", words.nav.market],
  ] as const;
  const more = [
    ["/epochs", words.nav.epochs],
    ...(connected ? [[`/creator/${address}`, words.nav.creator] as const] : []),
    ["/how", words.nav.how],
  ] as const;
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-8 px-5 pt-3 sm:px-8 lg:flex-nowrap lg:pb-3">
        <Link href="/" className="flex items-center gap-2.5 font-serif text-2xl font-semibold tracking-[-0.02em]">
          <Ring share={0.68} size="small" />
          {words.brand}
        </Link>
        <div className="ml-auto flex items-center gap-1 lg:order-last">
          <LanguageMenu />
          <ThemeMenu />
          <AccountMenu />
        </div>
        <nav
          aria-label={words.nav.label}
          className="-mx-5 w-screen overflow-x-auto px-5 sm:-mx-8 sm:px-8 lg:mx-0 lg:w-auto lg:px-0"
        >
          <ul className="flex items-center gap-5 text-sm whitespace-nowrap">
            {pages.map(([href, name]) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={path === href ? "page" : undefined}
                  className="block border-b-2 border-transparent py-3 text-soft hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink lg:py-2"
                >
                  {name}
                </Link>
              </li>
            ))}
            <li className="-ml-2.5 text-soft">
              <Menu
                trigger={
                  <>
                    {words.nav.more}
                    <ChevronDown aria-hidden="true" size={14} />
                  </>
                }
              >
                {more.map(([href, name]) => (
                  <MenuLink key={href}>
                    <Link href={href}>{name}</Link>
                  </MenuLink>
                ))}
              </Menu>
            </li>
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
