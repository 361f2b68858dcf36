import { expect } from "chai";
import { type BaseError, ContractFunctionExecutionError, createPublicClient, custom, erc20Abi, http } from "viem";
import { failureOf } from "../../web/chain/failure.ts";

const TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const READ = { address: TOKEN, abi: erc20Abi, functionName: "balanceOf", args: [TOKEN] } as const;

describe("a read of the chain", () => {
  it("that reaches nobody says that the chain doesn't answer", async () => {
    const client = createPublicClient({ transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    const error = await client.readContract(READ).catch((error: unknown) => error);
    expect(failureOf(error)).to.deep.equal({ code: "network-unreachable" });
  });

  it("that a wallet's own transport lost says so too, in none of the library's words", async () => {
    const request = () => Promise.reject(new TypeError("Failed to fetch"));
    const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
    const error = await client.readContract(READ).catch((error: unknown) => error);
    expect(failureOf(error)).to.deep.equal({ code: "network-unreachable" });
  });

  it("that failed for a reason without a name says so too", () => {
    const error = new ContractFunctionExecutionError(new Error("gone") as BaseError, READ);
    expect(error.shortMessage).to.match(/^An unknown error occurred while executing the contract function/);
    expect(failureOf(error)).to.deep.equal({ code: "network-unreachable" });
  });

  it("that the chain refused keeps the chain's reason", async () => {
    const request = () => Promise.reject({ code: -32000, message: "no such block" });
    const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
    const error = await client.readContract(READ).catch((error: unknown) => error);
    expect(failureOf(error).code).to.equal("unknown");
  });
});
