"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useMemo, useState } from "react";
import { WagmiProvider } from "wagmi";
import { AttentionProvider } from "../attention/context.tsx";
import { useResume } from "../chain/useResume.ts";
import { wagmiConfig } from "../chain/wagmi.ts";
import { ConfigProvider } from "../config/context.tsx";
import type { RuntimeConfig } from "../config/runtime.ts";
import { DeviceProvider } from "../device/context.tsx";
import { LanguageProvider } from "../language/context.tsx";
import type { Language } from "../language/language.ts";
import { OracleProvider } from "../oracle/context.tsx";
import { retryable } from "../oracle/queries.ts";
import { AccountProvider } from "../session/AccountProvider.tsx";
import { TransactionProvider } from "../transactions/context.tsx";
import { Toasts } from "../transactions/Toasts.tsx";

export interface ProvidersProps {
  config: RuntimeConfig;
  language: Language;
  nonce: string | undefined;
  children: ReactNode;
}

function Resume() {
  useResume();
  return null;
}

/** Everything that pages take from context, outermost first: words, configuration, cache, wallet, oracle, what is done with them. */
export function Providers({ config, language, nonce, children }: ProvidersProps) {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: retryable, staleTime: 10_000 } } }),
  );
  const { chainId, rpcUrl } = config;
  const wagmi = useMemo(() => wagmiConfig({ chainId, rpcUrl }), [chainId, rpcUrl]);
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" nonce={nonce} disableTransitionOnChange>
      <LanguageProvider language={language}>
        <ConfigProvider config={config}>
          <WagmiProvider config={wagmi}>
            <QueryClientProvider client={queries}>
              <OracleProvider>
                <TransactionProvider>
                  <DeviceProvider>
                    <AttentionProvider>
                      <AccountProvider>
                        <Resume />
                        {children}
                        <Toasts />
                      </AccountProvider>
                    </AttentionProvider>
                  </DeviceProvider>
                </TransactionProvider>
              </OracleProvider>
            </QueryClientProvider>
          </WagmiProvider>
        </ConfigProvider>
      </LanguageProvider>
    </ThemeProvider>
  );
}
