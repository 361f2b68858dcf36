import hre from "hardhat";
import { type Address, getAddress } from "viem";
import { hasAnvil, startAnvil } from "./anvil.ts";
import { filesOf, Machine, putBack, setAside } from "./deployment.ts";

/** Sepolia's id: a chain of this machine, and yet none on which a plain key may sign. */
export const CHAIN = 11_155_111;
/** Where a deployment to it is written. */
export const files = filesOf(CHAIN);

/** Such a chain for the tests of the enclosing describe, the machine of who deploys to it, and what is told the command. */
export function usePublicChain() {
  const machine = new Machine();
  let chain: Awaited<ReturnType<typeof startAnvil>>;
  let people: Awaited<ReturnType<typeof connect>>["people"];

  before(async function () {
    if (!hasAnvil) {
      console.log("    skipped: anvil comes with the packages on Linux x64 only");
      return this.skip();
    }
    setAside(CHAIN);
    chain = await startAnvil(CHAIN);
    ({ people } = await connect(chain.url));
  });
  after(async () => {
    machine.dispose();
    if (!hasAnvil) return;
    await chain.stop();
    putBack(CHAIN);
  });

  const network = (url = chain.url) => ["--network", "sepolia", "--rpc-url", url];
  const roles = () => {
    const { owner, guardian, treasury, quoteSigner, reporters } = people;
    const who = ["--owner", owner, "--guardian", guardian, "--treasury", treasury, "--quote-signer", quoteSigner];
    return [...who, "--reporters", reporters.join(","), "--quorum", "2"];
  };
  const locked = ["--password-stdin", "--confirmations", "1"];
  const all = (url?: string) => [...network(url), ...roles(), ...locked, "--yes", "--json"];
  return {
    machine,
    network,
    roles,
    all,
    deploy: (args: string[], env?: Record<string, string>) => machine.deploy(args, { input: machine.password, env }),
    get chain() {
      return chain;
    },
    get people() {
      return people;
    },
  };
}

/** Hardhat's means on a node's unlocked accounts, and what these are in the tests. */
export async function connect(url: string) {
  const { ethers } = await hre.network.create({ network: "localhost", override: { url } });
  const accounts = (await ethers.getSigners()).map(({ address }) => getAddress(address));
  const [, quoteSigner, owner, guardian, treasury] = accounts as [Address, Address, Address, Address, Address];
  return { ethers, people: { quoteSigner, owner, guardian, treasury, reporters: accounts.slice(7, 10) } };
}

/** What a node answers. */
export async function rpc(url: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return ((await answer.json()) as { result: unknown }).result;
}

/** How many transactions an account has sent. */
export async function sentBy(address: string, url: string): Promise<number> {
  return Number(await rpc(url, "eth_getTransactionCount", [address, "latest"]));
}
