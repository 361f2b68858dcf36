"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useConnection } from "wagmi";
import { useOracle } from "./context.tsx";
import { keys } from "./keys.ts";

export interface Session {
  /** The oracle has answered whether somebody is signed in */
  known: boolean;
  /** The signed-in wallet, while it is the connected one (or none is connected yet) */
  address: Address | null;
  /** A key for the cache: the wallet in lower case, or "anyone" */
  who: string;
  /** Signed in as another wallet than the connected one */
  mismatch: boolean;
}

/** Who is signed in. A session of another wallet than the connected one doesn't count: its quotes would be for the wrong buyer. */
export function useSession(): Session {
  const oracle = useOracle();
  const { address: connected } = useConnection();
  const { data, isFetched } = useQuery({ queryKey: keys.session, queryFn: oracle.session, staleTime: 60_000 });
  const signedIn = (data?.address ?? null) as Address | null;
  const mismatch = signedIn !== null && connected !== undefined && signedIn.toLowerCase() !== connected.toLowerCase();
  const address = mismatch ? null : signedIn;
  return { known: isFetched, address, who: address?.toLowerCase() ?? "anyone", mismatch };
}
