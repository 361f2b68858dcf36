"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createSiweMessage } from "viem/siwe";
import { useConnection, useSignMessage } from "wagmi";
import { failureOf, TransactionFailure } from "../chain/failure.ts";
import { useConfig } from "../config/context.tsx";
import { useOracle } from "../oracle/context.tsx";
import { keys } from "../oracle/keys.ts";

/** Signs in with the connected wallet (EIP-4361). A signature, not a transaction: it costs nothing and moves nothing. */
export function useSignIn(statement: string) {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { chainId } = useConfig();
  const { address } = useConnection();
  const { mutateAsync: signMessage } = useSignMessage();
  const mutation = useMutation({
    mutationFn: async () => {
      if (address === undefined) throw new TransactionFailure({ code: "no-wallet" });
      const { nonce } = await oracle.nonce();
      const message = createSiweMessage({
        address,
        chainId,
        domain: window.location.host,
        nonce,
        statement,
        uri: window.location.origin,
        version: "1",
      });
      const signature = await signMessage({ message });
      return await oracle.signIn(message, signature);
    },
    onSuccess: async (session) => {
      // An answer on its way from before the signature would say that nobody is signed in.
      await cache.cancelQueries({ queryKey: keys.session });
      cache.setQueryData(keys.session, { address: session.address });
      await cache.invalidateQueries({ queryKey: keys.mine });
    },
  });
  const { error } = mutation;
  return {
    signIn: () => mutation.mutate(),
    isPending: mutation.isPending,
    failure: error && failureOf(error),
  };
}
