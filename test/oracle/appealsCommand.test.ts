import { expect } from "chai";
import { openStore } from "../../oracle/store/open.ts";
import { appeals, epochReductions } from "../../oracle/store/schema/settlement.ts";
import { startProgram, useFolder } from "./support/process.ts";

describe("heed appeals", () => {
  const folder = useFolder({ store: true });

  beforeEach(async () => {
    const store = await openStore({ home: folder(), databaseUrl: null });
    const appeal = { viewer: "v_reader", rule: "newcomers", epoch: 11, message: "I am no newcomer.", createdAtMs: 1 };
    await store.db.insert(appeals).values([
      { id: "one", state: "open", ...appeal },
      { id: "two", state: "refused", answer: "You are.", answeredAtMs: 2, ...appeal },
    ]);
    await store.db.insert(epochReductions).values({ epoch: 11, viewer: "v_reader", rule: "newcomers", cutMs: 7_500 });
    await store.close();
  });

  const heed = (...args: string[]) =>
    startProgram("oracle/cli/main.ts", ["appeals", ...args], {
      HEED_HOME: folder(),
      HEED_RPC_URL: "http://127.0.0.1:9",
    }).ended;

  it("lists the open ones with what the rule took off, and all of them if asked", async () => {
    const { code, stdout } = await heed();
    expect(code).to.equal(0);
    expect(stdout).to.include("one  open").and.to.include("«newcomers» took off 7.5 s in epoch 11");
    expect(stdout).not.to.include("two");
    const all = JSON.parse((await heed("--all", "--json")).stdout);
    expect(all.appeals.map(({ id }: { id: string }) => id)).to.deep.equal(["one", "two"]);
  });

  it("shows what strangers wrote without what steers a terminal, and as one appeal", async () => {
    const store = await openStore({ home: folder(), databaseUrl: null });
    await store.db.update(appeals).set({ message: "\u001b[2J\u001b]52;c;cGF5\u0007Hello\ntwo  open" });
    await store.close();
    const { stdout } = await heed();
    expect(stdout).to.include("\n  [2J]52;c;cGF5Hello\n  two  open\n");
  });

  it("answers one, once, and wants to know which way", async () => {
    const undecided = await heed("answer", "one", "Three days are three days.");
    expect([undecided.code, undecided.stderr]).to.deep.equal([
      1,
      "✗ Neither or both of --uphold and --refuse were given.\nGive one of the two.\n",
    ]);
    const { code, stdout } = await heed("answer", "one", "You are right.", "--uphold");
    expect([code, stdout]).to.deep.equal([0, "Appeal one is upheld.\n"]);
    const again = await heed("answer", "one", "Or not.", "--refuse", "--json");
    expect([again.code, JSON.parse(again.stdout).error.code]).to.deep.equal([1, "appeal-answered"]);
  });
});
