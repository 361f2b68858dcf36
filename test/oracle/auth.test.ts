import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Listening } from "../../oracle/api/listen.ts";
import type { Context } from "../../oracle/service/context.ts";
import { siweNonces } from "../../oracle/store/schema/behaviour.ts";
import { SetClock, testContext, testSecret } from "./support/context.ts";
import { type SignInChanges, serve, signIn, signInMessage, Visitor, WEB_ORIGIN } from "./support/server.ts";
import { useStore } from "./support/stores.ts";

const DAY = 24 * 3600 * 1000;

describe("signing in with a wallet", () => {
  const store = useStore();
  const account = privateKeyToAccount(generatePrivateKey());
  let clock: SetClock;
  let context: Context;
  let api: Listening;

  beforeEach(async () => {
    clock = new SetClock(Date.now());
    context = testContext(store(), { clock });
    api = await serve(context);
  });
  afterEach(() => api.close());

  async function attempt(changes: SignInChanges = {}, signer = account) {
    const visitor = new Visitor(api.url);
    const message = await signInMessage(visitor, context, account.address, changes);
    const signature = await signer.signMessage({ message });
    return { visitor, message, signature, answer: await visitor.send("POST", "/auth/session", { message, signature }) };
  }

  it("gives the wallet that signed a session, for a week", async () => {
    const { visitor, answer } = await attempt();
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ address: account.address, expiresAtMs: clock.ms + 7 * DAY });
    expect((await visitor.send("GET", "/auth/session")).body).to.deep.equal({ address: account.address });
    clock.ms += 7 * DAY;
    expect((await visitor.send("GET", "/auth/session")).body).to.deep.equal({ address: null });
  });

  it("keeps the session in a cookie that no script and no other site can use", async () => {
    const { answer } = await attempt();
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie)
      .to.match(/^heed_session=/)
      .and.match(/HttpOnly/)
      .and.match(/SameSite=Strict/)
      .and.match(/Path=\//);
    expect(cookie).not.to.include(account.address);
  });

  it("signs out", async () => {
    const { visitor } = await attempt();
    expect((await visitor.send("DELETE", "/auth/session")).status).to.equal(204);
    expect((await visitor.send("GET", "/auth/session")).body).to.deep.equal({ address: null });
  });

  it("takes an altered cookie, or one sealed under another secret, for nobody's", async () => {
    const { answer } = await attempt();
    const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
    const who = async (url: string, sent: string) =>
      (await new Visitor(url).send("GET", "/auth/session", undefined, { cookie: sent })).body.address;
    expect(await who(api.url, cookie)).to.equal(account.address);
    expect(await who(api.url, `${cookie.slice(0, -3)}xyz`)).to.equal(null);
    const other = await serve(testContext(store(), { clock, secret: testSecret.toReversed() }));
    expect(await who(other.url, cookie)).to.equal(null);
    await other.close();
  });

  it("lets a nonce be used once", async () => {
    const { visitor, message, signature } = await attempt();
    const again = await visitor.send("POST", "/auth/session", { message, signature });
    expect([again.status, again.body.error.code]).to.deep.equal([401, "nonce-unknown"]);
  });

  it("lets a nonce be used once even by two sign-ins at the same time", async () => {
    const visitor = new Visitor(api.url);
    const message = await signInMessage(visitor, context, account.address);
    const signature = await account.signMessage({ message });
    const answers = await Promise.all(
      [1, 2, 3].map(() => visitor.send("POST", "/auth/session", { message, signature })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401]);
  });

  it("lets a nonce expire after ten minutes", async () => {
    const visitor = new Visitor(api.url);
    const message = await signInMessage(visitor, context, account.address);
    const signature = await account.signMessage({ message });
    clock.ms += 10 * 60_000 + 1;
    expect((await visitor.send("POST", "/auth/session", { message, signature })).body.error.code).to.equal(
      "nonce-unknown",
    );
  });

  it("asks the chain about a message's signature once at most, and never about one whose nonce isn't good", async () => {
    let asked = 0;
    const node = createServer((_request, response) => {
      asked += 1;
      response.writeHead(500).end();
    }).listen(0, "127.0.0.1");
    await once(node, "listening");
    const rpcUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    const withNode = await serve(testContext(store(), { clock, options: { rpcUrl } }));
    const visitor = new Visitor(withNode.url);
    const send = async (message: string) =>
      (await visitor.send("POST", "/auth/session", { message, signature: `0x${"12".repeat(65)}` })).body.error.code;

    expect(await send(await signInMessage(visitor, context, account.address, { nonce: "0123456789abcdef" }))).to.equal(
      "nonce-unknown",
    );
    expect(asked).to.equal(0);
    const message = await signInMessage(visitor, context, account.address);
    expect(await send(message)).to.equal("wrong-signature");
    const askedOnce = asked;
    expect(askedOnce).to.be.above(0);
    expect(await send(message)).to.equal("nonce-unknown");
    expect(asked).to.equal(askedOnce);
    await withNode.close();
    node.close();
  });

  it("clears away nonces that nobody used as it hands out new ones, and no others", async () => {
    const nonce = async () => (await new Visitor(api.url).send("GET", "/auth/nonce")).body.nonce;
    for (let i = 0; i < 6; i += 1) await nonce();
    clock.ms += 10 * 60_000;
    const fresh = [await nonce()];
    expect(await store().db.$count(siweNonces)).to.equal(3);
    fresh.push(...(await Promise.all([nonce(), nonce(), nonce()])));
    const kept = await store().db.select().from(siweNonces);
    expect(kept.map((row) => row.nonce)).to.have.members(fresh);
  });

  const refused: [string, () => SignInChanges, number, string][] = [
    ["for another site", () => ({ domain: "evil.example", uri: "https://evil.example" }), 400, "wrong-domain"],
    ["whose address of the site is another one", () => ({ uri: "https://evil.example" }), 400, "wrong-domain"],
    ["for another chain", () => ({ chainId: 1 }), 400, "wrong-chain"],
    ["that has expired", () => ({ expirationTime: new Date(clock.ms - 1) }), 400, "message-expired"],
    ["that isn't valid yet", () => ({ notBefore: new Date(clock.ms + 120_000) }), 400, "message-not-yet-valid"],
    ["issued in the future", () => ({ issuedAt: new Date(clock.ms + 120_000) }), 400, "message-not-yet-valid"],
    ["with a nonce that isn't ours", () => ({ nonce: "0123456789abcdef" }), 401, "nonce-unknown"],
  ];
  for (const [what, changes, status, code] of refused) {
    it(`refuses a message ${what}`, async () => {
      const { answer } = await attempt(changes());
      expect([answer.status, answer.body.error.code]).to.deep.equal([status, code]);
      expect(answer.body.error.hint).to.be.a("string").and.not.empty;
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
    });
  }

  it("refuses a signature of another wallet", async () => {
    const { answer } = await attempt({}, privateKeyToAccount(generatePrivateKey()));
    expect([answer.status, answer.body.error.code, answer.body.error.field]).to.deep.equal([
      401,
      "wrong-signature",
      "signature",
    ]);
  });

  it("refuses a message that was altered after it was signed", async () => {
    const visitor = new Visitor(api.url);
    const message = await signInMessage(visitor, context, account.address);
    const signature = await account.signMessage({ message });
    const altered = message.replace("Sign in to Heed.", "Sign out of Heed.");
    expect((await visitor.send("POST", "/auth/session", { message: altered, signature })).body.error.code).to.equal(
      "wrong-signature",
    );
  });

  it("refuses what is no EIP-4361 message", async () => {
    const answer = await new Visitor(api.url).send("POST", "/auth/session", { message: "hello", signature: "0x00" });
    expect([answer.status, answer.body.error.code]).to.deep.equal([400, "malformed-message"]);
  });

  it("lets only the dApp's own pages read answers and change anything", async () => {
    const own = await new Visitor(api.url).send("GET", "/auth/session");
    expect(own.headers.get("access-control-allow-origin")).to.equal(WEB_ORIGIN);
    expect(own.headers.get("access-control-allow-credentials")).to.equal("true");
    const visitor = await signIn(api.url, context);
    const foreign = { origin: "https://evil.example" };
    expect(
      (await visitor.send("GET", "/auth/session", undefined, foreign)).headers.get("access-control-allow-origin"),
    ).to.equal(null);
    const change = await visitor.send("PUT", "/consent", { collect: true, personalise: true }, foreign);
    expect([change.status, change.body.error.code]).to.deep.equal([403, "foreign-origin"]);
    expect((await visitor.send("GET", "/consent")).body).to.deep.equal({ collect: false, personalise: false });
  });

  it("tells a page of the dApp what went wrong, too", async () => {
    const answer = await new Visitor(api.url).send("GET", "/me/attention");
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).to.deep.equal([401, WEB_ORIGIN]);
  });
});
