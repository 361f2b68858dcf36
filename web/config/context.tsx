"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { RuntimeConfig } from "./runtime.ts";

const Context = createContext<RuntimeConfig | null>(null);

export function ConfigProvider({ config, children }: { config: RuntimeConfig; children: ReactNode }) {
  return <Context value={config}>{children}</Context>;
}

/** The runtime configuration. Throws outside of ConfigProvider. */
export function useConfig(): RuntimeConfig {
  const config = useContext(Context);
  if (config === null) throw new Error("useConfig needs a ConfigProvider above it");
  return config;
}
