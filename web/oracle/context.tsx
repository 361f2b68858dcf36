"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useConfig } from "../config/context.tsx";
import { type OracleClient, oracleClient } from "./client.ts";

interface Clients {
  viewer: OracleClient;
  anonymous: OracleClient;
}

const Context = createContext<Clients | null>(null);

export function OracleProvider({ children }: { children: ReactNode }) {
  const { oracleUrl } = useConfig();
  const clients = useMemo(
    () => ({ viewer: oracleClient(oracleUrl), anonymous: oracleClient(oracleUrl, "omit") }),
    [oracleUrl],
  );
  return <Context value={clients}>{children}</Context>;
}

function useClients(): Clients {
  const clients = useContext(Context);
  if (clients === null) throw new Error("useOracle needs an OracleProvider above it");
  return clients;
}

/** The oracle's client, with the session's cookie. Throws outside of OracleProvider. */
export function useOracle(): OracleClient {
  return useClients().viewer;
}

/** The oracle's client as a stranger uses it, whatever session this browser has. */
export function useAnonymousOracle(): OracleClient {
  return useClients().anonymous;
}
