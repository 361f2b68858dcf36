"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useConnection } from "wagmi";
import { useOracle } from "./context.tsx";
import { keys } from "./keys.ts";
import { OracleError } from "./OracleError.ts";

export interface Session {
  /** The oracle has been asked, and has answered or failed to say, whether somebody is signed in */
  known: boolean;
  /** Why it isn't known who is signed in; null once the oracle has answered */
  error: Error | null;
  retry(): void;
  /** The signed-in wallet, while it is the connected one (or none is connected yet) */
  address: Address | null;
  /** A key for the cache: the wallet in lower case, or "anyone" */
  who: string;
  /** Signed in as another wallet than the connected one */
  mismatch: boolean;
}

/** While the oracle doesn't answer who is signed in, it is asked again this often. */
const ASK_AGAIN_MS = 5_000;

/** Who is signed in. A session of another wallet than the connected one doesn't count: its quotes would be for the wrong buyer. */
export function useSession(): Session {
  const oracle = useOracle();
  const { address: connected } = useConnection();
  const { data, error, failureReason, isFetched, refetch } = useQuery({
    queryKey: keys.session,
    queryFn: oracle.session,
    staleTime: 60_000,
    refetchInterval: ({ state }) => state.status === "error" && ASK_AGAIN_MS,
  });
  // Asked again, a query forgets its error until it has failed anew; nobody is signed out for that.
  const unanswered = isFetched && !data ? (error ?? OracleError.unreachable(failureReason)) : null;
  const signedIn = (data?.address ?? null) as Address | null;
  const mismatch = signedIn !== null && connected !== undefined && signedIn.toLowerCase() !== connected.toLowerCase();
  const address = mismatch ? null : signedIn;
  return {
    ...{ known: isFetched, error: unanswered, retry: () => void refetch() },
    address,
    who: address?.toLowerCase() ?? "anyone",
    mismatch,
  };
}
