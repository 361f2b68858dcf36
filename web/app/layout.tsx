import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { readConfig } from "../config/read.ts";
import { Footer } from "../frame/Footer.tsx";
import { Header } from "../frame/Header.tsx";
import { NotDeployed } from "../frame/NotDeployed.tsx";
import { Providers } from "../frame/Providers.tsx";
import { SimulatedNotice } from "../frame/SimulatedNotice.tsx";
import { dictionaries, tags } from "../language/language.ts";
import { requestLanguage, requestWords } from "../language/server.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const words = await requestWords();
  return {
    title: { default: `${words.brand}: ${words.tagline}`, template: `%s · ${words.brand}` },
    description: words.how.lead,
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [language, head] = await Promise.all([requestLanguage(), headers()]);
  const config = await readConfig(head.get("host") ?? "localhost");
  const words = dictionaries[language];
  return (
    <html lang={tags[language]} suppressHydrationWarning>
      <body className="flex flex-col">
        {config === null ? (
          <NotDeployed words={words} />
        ) : (
          <Providers config={config} language={language} nonce={head.get("x-nonce") ?? undefined}>
            <a
              href="#main"
              className="sr-only z-50 bg-ink px-4 py-2 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
            >
              {words.skip}
            </a>
            <Header />
            <SimulatedNotice />
            <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-5 outline-none sm:px-8">
              {children}
            </main>
            <Footer />
          </Providers>
        )}
      </body>
    </html>
  );
}
