"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRecorder } from "../attention/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import { keys } from "../oracle/keys.ts";

/** Ends the session here; the wallet stays connected. What was measured is sent first, and what couldn't be is forgotten: the next at this device mustn't find it. */
export function useSignOut() {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { deliver, forget } = useRecorder();
  return useMutation({
    mutationFn: async () => {
      await deliver();
      await oracle.signOut();
    },
    onSuccess: () => {
      forget();
      cache.setQueryData(keys.session, { address: null });
      cache.removeQueries({ queryKey: keys.mine });
    },
  });
}
