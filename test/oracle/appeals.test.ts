import { expect } from "chai";
import type { Listening } from "../../oracle/api/listen.ts";
import { findViewer } from "../../oracle/privacy/viewers.ts";
import { testContext } from "./support/context.ts";
import { writeEpoch } from "./support/epochRows.ts";
import { serve, signInConsenting } from "./support/server.ts";
import { describeOnEachStore } from "./support/stores.ts";
import { account } from "./support/testChain.ts";

const ME = account(3);
const OPERATOR = { authorization: "Bearer the operator's token" };

describeOnEachStore("an appeal", (store) => {
  let listening: Listening;
  let context: ReturnType<typeof testContext>;
  let me: Awaited<ReturnType<typeof signInConsenting>>;

  beforeEach(async () => {
    context = testContext(store());
    listening = await serve(context);
    me = await signInConsenting(listening.url, context, ME);
    const viewer = (await findViewer(context, ME.address))!;
    const creator = account(4).address;
    await writeEpoch(store().db, { epoch: 11, state: "posted", viewer, account: ME.address, creator });
  });
  afterEach(() => listening.close());

  const appeal = (changes: object = {}) =>
    me.send("POST", "/me/appeals", { rule: "daily-cap", epoch: 11, message: "I read all of it.", ...changes });

  it("reaches the operator with what the rule took, and the answer reaches the viewer", async () => {
    const sent = await appeal();
    expect(sent.status).to.equal(201);
    expect(sent.body).to.include({ rule: "daily-cap", epoch: 11, state: "open", answer: null });
    const listed = await me.send("GET", "/appeals?state=open", undefined, OPERATOR);
    expect(listed.body.appeals).to.have.length(1);
    expect(listed.body.appeals[0]).to.include({ id: sent.body.id, cutMs: 7_000, message: "I read all of it." });
    expect(JSON.stringify(listed.body)).not.to.include(ME.address);

    const path = `/appeals/${sent.body.id}/answer`;
    const words = { state: "refused", answer: "Four hours a day is the rule." };
    expect((await me.send("POST", path, words, OPERATOR)).status).to.equal(200);
    const own = await me.send("GET", "/me/appeals");
    expect(own.body.appeals[0]).to.include({ ...words, answeredAtMs: context.clock.nowMs() });
    expect((await me.send("GET", "/appeals?state=open", undefined, OPERATOR)).body.appeals).to.deep.equal([]);
  });

  it("needs a reduction of one's own", async () => {
    for (const changes of [{ epoch: 12 }, { rule: "newcomers" }, { epoch: null }]) {
      const { status, body } = await appeal(changes);
      expect([status, body.error.code, body.error.field]).to.deep.equal([404, "no-such-reduction", "rule"]);
    }
    const other = await signInConsenting(listening.url, context, account(5));
    const answer = await other.send("POST", "/me/appeals", { rule: "daily-cap", epoch: 11, message: "Mine." });
    expect(answer.status).to.equal(404);
  });

  it("isn't taken twice while it is open, and again once it was answered", async () => {
    const { body } = await appeal();
    expect((await appeal()).body.error).to.include({ code: "appeal-open", retry: false });
    await me.send("POST", `/appeals/${body.id}/answer`, { state: "refused", answer: "No." }, OPERATOR);
    expect((await appeal()).status).to.equal(201);
  });

  it("needs words, and not too many", async () => {
    for (const message of ["", "   ", "x".repeat(1_001)]) {
      const { status, body } = await appeal({ message });
      expect([status, body.error.field]).to.deep.equal([400, "message"]);
    }
  });

  it("takes no characters that would steer the operator's terminal, nor a rule that there isn't", async () => {
    for (const message of ["a\u0000b", "\u001b[2J", "\u009b2J", "a\rb"]) {
      const { status, body } = await appeal({ message });
      expect([status, body.error.field]).to.deep.equal([400, "message"]);
    }
    const { status, body } = await appeal({ rule: "daily-cap\u0000" });
    expect([status, body.error.field]).to.deep.equal([400, "rule"]);
    expect((await appeal({ message: "Two lines,\n\tone indented." })).status).to.equal(201);
  });

  it("is answered once, by the operator alone, and only where there is one", async () => {
    const { body } = await appeal();
    const words = { state: "upheld", answer: "You are right." };
    const path = `/appeals/${body.id}/answer`;
    expect((await me.send("POST", path, words)).body.error.code).to.equal("operator-only");
    expect((await me.send("GET", "/appeals")).body.error.code).to.equal("operator-only");
    expect((await me.send("POST", "/appeals/none/answer", words, OPERATOR)).body.error.code).to.equal("no-such-appeal");
    await me.send("POST", path, words, OPERATOR);
    const again = await me.send("POST", path, { ...words, state: "refused" }, OPERATOR);
    expect([again.status, again.body.error.code]).to.deep.equal([409, "appeal-answered"]);
    expect((await me.send("GET", "/me/appeals")).body.appeals[0].state).to.equal("upheld");
  });

  it("is in the viewer's export, and gone with the viewer", async () => {
    await appeal();
    const { body } = await me.send("GET", "/me/export");
    expect(body.appeals).to.have.length(1);
    await me.send("DELETE", "/me");
    expect((await me.send("GET", "/appeals", undefined, OPERATOR)).body.appeals).to.deep.equal([]);
  });
});
