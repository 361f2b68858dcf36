import {
  type Address,
  createClient,
  type EIP1193RequestFn,
  type Hex,
  hexToBigInt,
  http,
  keccak256,
  numberToHex,
  toHex,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { sendTransaction } from "viem/actions";
import { createConnector } from "wagmi";

const KEY = "heed.burner.key";

/** A burner's account, made at the first call. Its key lies open in localStorage: for test money only. */
export function randomAccount(): PrivateKeyAccount {
  let key = localStorage.getItem(KEY) as Hex | null;
  if (key === null) {
    key = generatePrivateKey();
    localStorage.setItem(KEY, key);
  }
  return privateKeyToAccount(key);
}

/** The account of somebody in the seeded demo; scripts/seed/keys.ts makes the same key, which anybody can compute. */
export function demoAccount(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keccak256(toHex(`heed demo: ${name}`)));
}

interface TransactionRequest {
  to?: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

function burnerProvider(rpcUrl: string, chainId: number, account: () => PrivateKeyAccount) {
  const client = createClient({ transport: http(rpcUrl) });
  const request = async ({ method, params = [] }: { method: string; params?: unknown }): Promise<unknown> => {
    const list = params as unknown[];
    switch (method) {
      case "eth_chainId":
        return numberToHex(chainId);
      case "eth_accounts":
      case "eth_requestAccounts":
        return [account().address];
      case "personal_sign":
        return account().signMessage({ message: { raw: list[0] as Hex } });
      case "eth_signTypedData_v4":
        return account().signTypedData(JSON.parse(list[1] as string));
      case "eth_sendTransaction": {
        const { to, data, value, gas } = list[0] as TransactionRequest;
        return sendTransaction(client, {
          account: account(),
          chain: null,
          to,
          data,
          value: value === undefined ? undefined : hexToBigInt(value),
          gas: gas === undefined ? undefined : hexToBigInt(gas),
        });
      }
      default:
        return client.request({ method, params } as Parameters<typeof client.request>[0]);
    }
  };
  return { request: request as EIP1193RequestFn };
}

export interface BurnerOptions {
  id: string;
  name: string;
  rpcUrl: string;
  account(): PrivateKeyAccount;
}

/** A wallet whose key is in the open, for the local chain's test money. Signs without asking. */
export function burner({ id, name, rpcUrl, account }: BurnerOptions) {
  const remembered = `heed.${id}.connected`;
  return createConnector((config) => {
    const chainId = config.chains[0].id;
    const provider = burnerProvider(rpcUrl, chainId, account);
    return {
      id,
      name,
      type: "burner",
      async connect() {
        localStorage.setItem(remembered, "1");
        return { accounts: [account().address] as never, chainId };
      },
      async disconnect() {
        localStorage.removeItem(remembered);
      },
      getAccounts: async () => [account().address],
      getChainId: async () => chainId,
      getProvider: async () => provider,
      isAuthorized: async () => localStorage.getItem(remembered) !== null,
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {
        config.emitter.emit("disconnect");
      },
    };
  });
}
