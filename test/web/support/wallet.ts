import type { Page } from "playwright-core";
import { createWalletClient, type Hex, hexToBigInt, http, numberToHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

export const TEST_WALLET = "Test Wallet";

/** A browser wallet under the test's control: a real account that signs for real, or refuses, or is on the wrong chain. */
export interface TestWallet {
  readonly account: PrivateKeyAccount;
  /** Methods that its owner declines, with code 4001 as EIP-1193 says. */
  readonly declines: Set<string>;
  /** Methods that were asked for, in order. */
  readonly asked: string[];
  /** The page may see the account: nobody's wallet shows it before it was asked. */
  permitted: boolean;
  /** Its network; `wallet_switchEthereumChain` changes it. */
  chainId: number;
}

interface Answer {
  result?: unknown;
  error?: { code: number; message: string };
  /** The network changed: the page's provider must tell its listeners */
  chainChanged?: string;
}

/** Lets the page find a wallet that announces itself by EIP-6963. Call before the page is opened. */
export async function injectWallet(
  page: Page,
  options: { rpcUrl: string; chainId?: number; privateKey?: Hex },
): Promise<TestWallet> {
  const account = privateKeyToAccount(options.privateKey ?? generatePrivateKey());
  const wallet: TestWallet = {
    account,
    declines: new Set(),
    asked: [],
    permitted: false,
    chainId: options.chainId ?? 31337,
  };
  await page.exposeFunction("heedTestWallet", (method: string, params: unknown[]) =>
    answer(wallet, options.rpcUrl, method, params),
  );
  await page.addInitScript(announceProvider, TEST_WALLET);
  return wallet;
}

async function answer(wallet: TestWallet, rpcUrl: string, method: string, params: unknown[]): Promise<Answer> {
  wallet.asked.push(method);
  if (wallet.declines.has(method)) return { error: { code: 4001, message: "User rejected the request." } };
  const { account } = wallet;
  switch (method) {
    case "eth_accounts":
      return { result: wallet.permitted ? [account.address] : [] };
    case "eth_requestAccounts":
      wallet.permitted = true;
      return { result: [account.address] };
    case "wallet_requestPermissions":
      wallet.permitted = true;
      return { result: [{ parentCapability: "eth_accounts", caveats: [] }] };
    case "eth_chainId":
      return { result: numberToHex(wallet.chainId) };
    case "wallet_switchEthereumChain": {
      const [{ chainId }] = params as [{ chainId: Hex }];
      wallet.chainId = Number(chainId);
      return { result: null, chainChanged: chainId };
    }
    case "personal_sign":
      return { result: await account.signMessage({ message: { raw: params[0] as Hex } }) };
    case "eth_sendTransaction": {
      const [{ to, data, value }] = params as [{ to: Hex; data?: Hex; value?: Hex }];
      const client = createWalletClient({ account, transport: http(rpcUrl) });
      const amount = value === undefined ? undefined : hexToBigInt(value);
      return { result: await client.sendTransaction({ chain: null, to, data, value: amount }) };
    }
    default: {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const response = await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
      return (await response.json()) as Answer;
    }
  }
}

/** Runs in the page: an EIP-1193 provider that asks the test, announced as EIP-6963 says. */
function announceProvider(name: string): void {
  type Listener = (value: unknown) => void;
  const page = globalThis as unknown as EventTarget & {
    heedTestWallet(method: string, params: unknown[]): Promise<Answer>;
  };
  const listeners = new Map<string, Set<Listener>>();
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const { result, error, chainChanged } = await page.heedTestWallet(method, params);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      if (chainChanged) for (const listener of listeners.get("chainChanged") ?? []) listener(chainChanged);
      return result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  const info = {
    uuid: "6e0f1d4c-5d1c-4d5e-9a53-6a1f0c3b7a10",
    name,
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8'/></svg>",
    rdns: "test.heed.wallet",
  };
  const announce = () =>
    page.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info: Object.freeze(info), provider }) }),
    );
  page.addEventListener("eip6963:requestProvider", announce);
  announce();
}
