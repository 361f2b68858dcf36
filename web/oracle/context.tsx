"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useConfig } from "../config/context.tsx";
import { type OracleClient, oracleClient } from "./client.ts";

const Context = createContext<OracleClient | null>(null);

export function OracleProvider({ children }: { children: ReactNode }) {
  const { oracleUrl } = useConfig();
  const client = useMemo(() => oracleClient(oracleUrl), [oracleUrl]);
  return <Context value={client}>{children}</Context>;
}

/** The oracle's client. Throws outside of OracleProvider. */
export function useOracle(): OracleClient {
  const client = useContext(Context);
  if (client === null) throw new Error("useOracle needs an OracleProvider above it");
  return client;
}
