"use client";

import type { Address } from "viem";
import { type Connector, useConnect, useConnection, useConnectors, useDisconnect, useSwitchChain } from "wagmi";
import { useConfig } from "../config/context.tsx";
import { failureOf } from "./failure.ts";

export interface Wallet {
  address: Address | undefined;
  connected: boolean;
  reconnecting: boolean;
  burner: boolean;
  walletName: string | undefined;
  wrongNetwork: boolean;
  chainId: number | undefined;
}

/** The connected wallet, if any, and whether it is on Heed's network. */
export function useWallet(): Wallet {
  const { chainId } = useConfig();
  const connection = useConnection();
  const connected = connection.status === "connected";
  return {
    address: connection.address,
    connected,
    reconnecting: connection.status === "reconnecting" || connection.status === "connecting",
    burner: connection.connector?.type === "burner",
    walletName: connection.connector?.name,
    wrongNetwork: connected && connection.chainId !== chainId,
    chainId: connection.chainId,
  };
}

/** The wallets to choose from: burners where there are any, those that announced themselves, else whatever was injected the old way. */
export function useWallets(): { burners: Connector[]; announced: Connector[] } {
  const connectors = useConnectors();
  const burners = connectors.filter((one) => one.type === "burner");
  const named = connectors.filter((one) => one.type === "injected" && one.id !== "injected");
  const old = connectors.filter(
    (one) => one.id === "injected" && typeof window !== "undefined" && "ethereum" in window,
  );
  return { burners, announced: named.length > 0 ? named : old };
}

/** Connects to a wallet, or says why not. */
export function useConnectWallet() {
  const { mutateAsync, isPending, error, reset } = useConnect();
  return {
    connect: (connector: Connector) => mutateAsync({ connector }),
    isPending,
    failure: error ? failureOf(error) : null,
    reset,
  };
}

export function useDisconnectWallet() {
  const { mutateAsync } = useDisconnect();
  return () => mutateAsync({});
}

/** Asks the wallet to come over to Heed's network, adding it where the wallet doesn't know it. */
export function useSwitchNetwork() {
  const { chainId } = useConfig();
  const { mutate, isPending, error } = useSwitchChain();
  return { switchNetwork: () => mutate({ chainId }), isPending, failure: error ? failureOf(error) : null };
}
