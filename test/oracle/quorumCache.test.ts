import { expect } from "chai";
import type { ChainClient } from "../../oracle/chain/client.ts";
import { createQuorumCache } from "../../oracle/chain/quorumCache.ts";

describe("who signs reports", () => {
  const deployment = { oracle: "0x00000000000000000000000000000000000000aa" } as const;
  let [nowMs, asked, down] = [0, 0, false];
  const readContract = async ({ functionName }: { functionName: string }) => {
    asked += 1;
    if (down) throw new Error("down");
    return functionName === "quorum" ? 2n : [];
  };
  const quorumOf = createQuorumCache({ readContract } as unknown as ChainClient, () => nowMs);

  it("is asked of the node once in five seconds, however many look, and again at once where it failed", async () => {
    await Promise.all(Array.from({ length: 100 }, () => quorumOf(deployment)));
    nowMs = 4_999;
    expect(await quorumOf(deployment)).to.deep.equal({ reporters: [], quorum: 2 });
    expect(asked).to.equal(2);
    [nowMs, down] = [5_000, true];
    expect(await quorumOf(deployment).catch((error: Error) => error.message)).to.equal("down");
    down = false;
    expect(await quorumOf(deployment)).to.deep.equal({ reporters: [], quorum: 2 });
    expect(asked).to.equal(6);
  });
});
