import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Abi, Hex } from "viem";
import type { Listening } from "../../oracle/api/listen.ts";
import type { Context } from "../../oracle/service/context.ts";
import { REPOSITORY_ROOT } from "../../oracle/service/options.ts";
import { SetClock, testContext } from "./support/context.ts";
import { serve, signInMessage, Visitor } from "./support/server.ts";
import { useStore } from "./support/stores.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";

describe("signing in with a contract wallet (ERC-1271)", () => {
  const store = useStore();
  let chain: TestChain;
  let context: Context;
  let api: Listening;
  let wallet: Hex;

  before(async () => {
    chain = await startTestChain();
    const path = join(REPOSITORY_ROOT, "artifacts/contracts/test/ContractAccount.sol/ContractAccount.json");
    const { abi, bytecode } = JSON.parse(readFileSync(path, "utf8")) as { abi: Abi; bytecode: Hex };
    const hash = await chain.wallet(5).deployContract({ abi, bytecode, args: [account(5).address] });
    wallet = (await chain.mined(hash)).contractAddress!;
    context = testContext(store(), { clock: new SetClock(Date.now()), options: { rpcUrl: chain.url } });
    api = await serve(context);
  });
  after(async () => {
    await api?.close();
    await chain?.stop();
  });

  async function signInAs(signer: number) {
    const visitor = new Visitor(api.url);
    const message = await signInMessage(visitor, context, wallet);
    const signature = await account(signer).signMessage({ message });
    return visitor.send("POST", "/auth/session", { message, signature });
  }

  it("takes the owner's signature for the wallet's", async () => {
    const answer = await signInAs(5);
    expect([answer.status, answer.body.address.toLowerCase()]).to.deep.equal([200, wallet.toLowerCase()]);
  });

  it("refuses anybody else's", async () => {
    const answer = await signInAs(6);
    expect([answer.status, answer.body.error?.code]).to.deep.equal([401, "wrong-signature"]);
  });
});
