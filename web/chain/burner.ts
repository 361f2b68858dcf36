import { type Address, createClient, type EIP1193RequestFn, type Hex, hexToBigInt, http, numberToHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { sendTransaction } from "viem/actions";
import { createConnector } from "wagmi";

const KEY = "heed.burner.key";
const CONNECTED = "heed.burner.connected";

/** The burner's account, made at the first call. Its key lies open in localStorage: for test money only. */
function burnerAccount(): PrivateKeyAccount {
  let key = localStorage.getItem(KEY) as Hex | null;
  if (key === null) {
    key = generatePrivateKey();
    localStorage.setItem(KEY, key);
  }
  return privateKeyToAccount(key);
}

interface TransactionRequest {
  to?: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

function burnerProvider(rpcUrl: string, chainId: number) {
  const client = createClient({ transport: http(rpcUrl) });
  const request = async ({ method, params = [] }: { method: string; params?: unknown }): Promise<unknown> => {
    const list = params as unknown[];
    switch (method) {
      case "eth_chainId":
        return numberToHex(chainId);
      case "eth_accounts":
      case "eth_requestAccounts":
        return [burnerAccount().address];
      case "personal_sign":
        return burnerAccount().signMessage({ message: { raw: list[0] as Hex } });
      case "eth_signTypedData_v4":
        return burnerAccount().signTypedData(JSON.parse(list[1] as string));
      case "eth_sendTransaction": {
        const { to, data, value, gas } = list[0] as TransactionRequest;
        return sendTransaction(client, {
          account: burnerAccount(),
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

/** A wallet with a random key kept in this browser, for the local chain's test money. Signs without asking. */
export function burner({ rpcUrl }: { rpcUrl: string }) {
  return createConnector((config) => {
    const chainId = config.chains[0].id;
    const provider = burnerProvider(rpcUrl, chainId);
    return {
      id: "burner",
      name: "Burner wallet",
      type: "burner",
      async connect() {
        localStorage.setItem(CONNECTED, "1");
        return { accounts: [burnerAccount().address] as never, chainId };
      },
      async disconnect() {
        localStorage.removeItem(CONNECTED);
      },
      getAccounts: async () => [burnerAccount().address],
      getChainId: async () => chainId,
      getProvider: async () => provider,
      isAuthorized: async () => localStorage.getItem(CONNECTED) !== null,
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {
        config.emitter.emit("disconnect");
      },
    };
  });
}
