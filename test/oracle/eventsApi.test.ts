import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import type { Listening } from "../../oracle/api/listen.ts";
import type { Rejection } from "../../oracle/collect/checkEvents.ts";
import type { Context } from "../../oracle/service/context.ts";
import { rows } from "../../oracle/store/database.ts";
import { events } from "../../oracle/store/schema/behaviour.ts";
import { act, dwell, wire } from "./support/behaviour.ts";
import { publishContents } from "./support/contents.ts";
import { SetClock, testContext } from "./support/context.ts";
import { serve, signIn, signInConsenting, Visitor } from "./support/server.ts";
import { useStore } from "./support/stores.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("POST /events", () => {
  const store = useStore();
  const clock = new SetClock();
  const now = clock.ms;
  let context: Context;
  let api: Listening;

  beforeEach(async () => {
    context = testContext(store(), { clock });
    api = await serve(context);
    await publishContents(store().db, 3);
  });
  afterEach(() => api.close());

  const good = () => wire(act("click", now - MINUTE));
  const stored = () => store().db.$count(events);

  it("acknowledges events with 202 once they are stored", async () => {
    const viewer = await signInConsenting(api.url, context);
    const batch = [wire(act("click", now - MINUTE)), wire(dwell(now - MINUTE, now - MINUTE / 2))];
    const answer = await viewer.send("POST", "/events", { events: batch });
    expect(answer.status).to.equal(202);
    expect(answer.body).to.deep.equal({ accepted: 2, duplicates: 0, dropped: 0, reductions: [], rejected: [] });
    expect(await stored()).to.equal(2);
  });

  it("counts an event once however its id is spelled and however often it is sent at once", async () => {
    const viewer = await signInConsenting(api.url, context);
    const one = good();
    const shouted = { ...one, id: one.id.toUpperCase() };
    const answers = await Promise.all(
      [one, shouted, one, shouted].map((event) => viewer.send("POST", "/events", { events: [event] })),
    );
    expect(answers.map(({ body }) => body.accepted).sort()).to.deep.equal([0, 0, 0, 1]);
    expect(await stored()).to.equal(1);
  });

  it("asks for a session", async () => {
    const answer = await new Visitor(api.url).send("POST", "/events", { events: [good()] });
    expect(answer.status).to.equal(401);
    expect(answer.body.error.code).to.equal("not-signed-in");
  });

  it("stores nothing at all before the viewer consents", async () => {
    const viewer = await signIn(api.url, context);
    const answer = await viewer.send("POST", "/events", { events: [good()] });
    expect(answer.status).to.equal(403);
    expect(answer.body.error).to.deep.include({ code: "consent-required", retry: false });
    expect(answer.body.error.hint).to.match(/PUT \/consent/);
    const [counts] = await rows<{ n: number }>(
      store().db,
      sql`select (select count(*) from events) + (select count(*) from viewer_keys) + (select count(*) from consents) as n`,
    );
    expect(counts).to.deep.equal({ n: 0 });
  });

  it("stores nothing for a viewer who consents to personalisation only, or has withdrawn", async () => {
    const viewer = await signIn(api.url, context);
    await viewer.send("PUT", "/consent", { collect: false, personalise: true });
    expect((await viewer.send("POST", "/events", { events: [good()] })).status).to.equal(403);
    await viewer.send("PUT", "/consent", { collect: true, personalise: true });
    expect((await viewer.send("POST", "/events", { events: [wire(act("click", now))] })).status).to.equal(202);
    await viewer.send("PUT", "/consent", { collect: false, personalise: false });
    expect((await viewer.send("POST", "/events", { events: [good()] })).status).to.equal(403);
    expect(await stored()).to.equal(1);
  });

  const malformed: [string, () => unknown, { field: string; code: string; message: RegExp }][] = [
    ["an id that is no UUID", () => ({ ...good(), id: "7" }), { field: "id", code: "malformed", message: /UUID/ }],
    ["no id", () => ({ ...good(), id: undefined }), { field: "id", code: "malformed", message: /UUID/ }],
    [
      "an unknown kind",
      () => ({ ...good(), kind: "stare" }),
      { field: "kind", code: "malformed", message: /impression/ },
    ],
    [
      "a content id that is a number",
      () => ({ ...good(), contentId: 1 }),
      { field: "contentId", code: "malformed", message: /string/ },
    ],
    [
      "a content id that is no id",
      () => ({ ...good(), contentId: "01" }),
      { field: "contentId", code: "malformed", message: /digits/ },
    ],
    [
      "a time in words",
      () => ({ ...good(), atMs: "now" }),
      { field: "atMs", code: "malformed", message: /milliseconds/ },
    ],
    [
      "a time with a fraction",
      () => ({ ...good(), atMs: now - 0.5 }),
      { field: "atMs", code: "malformed", message: /whole/ },
    ],
    [
      "a negative dwell",
      () => ({ ...wire(dwell(now - 5, now)), dwellMs: -1 }),
      { field: "dwellMs", code: "malformed", message: /negative/ },
    ],
    [
      "a dwell of weeks",
      () => ({ ...wire(dwell(now - 5, now)), dwellMs: 9 * DAY }),
      { field: "dwellMs", code: "malformed", message: /a day/ },
    ],
    [
      "a dwell without length",
      () => ({ ...good(), kind: "dwell" }),
      { field: "dwellMs", code: "malformed", message: /missing/ },
    ],
    [
      "a click that lasts",
      () => ({ ...good(), dwellMs: 5 }),
      { field: "dwellMs", code: "malformed", message: /only a dwell/ },
    ],
    [
      "a click somewhere in the text",
      () => ({ ...good(), section: 2 }),
      { field: "section", code: "malformed", message: /only a dwell/ },
    ],
    [
      "a section before the first",
      () => ({ ...wire(dwell(now - 5, now)), section: -1 }),
      { field: "section", code: "malformed", message: /negative/ },
    ],
    [
      "a section that no text has",
      () => ({ ...wire(dwell(now - 5, now)), section: 10_000 }),
      { field: "section", code: "malformed", message: /at most 9999/ },
    ],
    [
      "a field too many",
      () => ({ ...good(), wallet: "0x1" }),
      { field: "wallet", code: "malformed", message: /not a field/ },
    ],
    ["no object", () => "click", { field: "event", code: "malformed", message: /object/ }],
    ["null", () => null, { field: "event", code: "malformed", message: /object/ }],
    [
      "the future",
      () => wire(act("click", now + 61_000)),
      { field: "atMs", code: "future", message: /61 s in the future/ },
    ],
    [
      "long ago",
      () => wire(act("click", now - 7 * DAY - 1)),
      { field: "atMs", code: "too-old", message: /seven days/ },
    ],
    [
      "a purchase, which the chain knows better,",
      () => wire(act("purchase", now)),
      { field: "kind", code: "purchase-on-chain", message: /word/ },
    ],
    [
      "a content id with a NUL byte",
      () => ({ ...good(), contentId: "1\u0000" }),
      { field: "contentId", code: "malformed", message: /digits/ },
    ],
    [
      "an id with a NUL byte",
      () => ({ ...good(), id: `${randomUUID()}\u0000` }),
      { field: "id", code: "malformed", message: /UUID/ },
    ],
    [
      "a content nobody published",
      () => wire(act("click", now, "99")),
      { field: "contentId", code: "unknown-content", message: /99/ },
    ],
  ];
  for (const [what, make, expected] of malformed) {
    it(`rejects ${what} by itself, naming the field, and takes the rest of the batch`, async () => {
      const viewer = await signInConsenting(api.url, context);
      const answer = await viewer.send("POST", "/events", {
        events: [good(), make(), wire(dwell(now - 5000, now - 1000))],
      });
      expect(answer.status).to.equal(202);
      expect(answer.body.accepted).to.equal(2);
      const [rejection, ...others] = answer.body.rejected;
      expect(others).to.deep.equal([]);
      expect(rejection).to.deep.include({ index: 1, field: expected.field, code: expected.code });
      expect(rejection.message).to.match(expected.message);
      expect(rejection.hint).to.be.a("string").and.not.empty;
      expect(await stored()).to.equal(2);
    });
  }

  it("accepts the edges of what time allows: a minute ahead, seven days back", async () => {
    const viewer = await signInConsenting(api.url, context);
    const answer = await viewer.send("POST", "/events", {
      events: [wire(act("click", now + 60_000)), wire(act("click", now - 7 * DAY))],
    });
    expect(answer.body).to.deep.include({ accepted: 2, rejected: [] });
  });

  const token = () => ({ authorization: `Bearer ${context.operatorToken}` });

  it("takes nothing about time before the consent in force, naming the field that reaches back", async () => {
    const viewer = await signIn(api.url, context);
    await viewer.send("PUT", "/consent", { collect: true, personalise: true });
    const events = [
      wire(act("click", now - 1)),
      wire(act("click", now)),
      wire(dwell(now - 1, now + 5000)),
      wire(dwell(now, now + 5000, "2")),
    ];
    const { status, body } = await viewer.send("POST", "/events", { events });
    expect(status).to.equal(202);
    expect(body.accepted).to.equal(2);
    expect(body.rejected.map((one: Rejection) => [one.id, one.index, one.field, one.code])).to.deep.equal([
      [events[0]!.id, 0, "atMs", "before-consent"],
      [events[2]!.id, 2, "dwellMs", "before-consent"],
    ]);
    for (const { message, hint } of body.rejected) {
      expect(message).to.match(/consent/);
      expect(hint).to.match(/Drop the event/);
    }
    expect((await viewer.send("GET", "/me/attention")).body.verifiedMs).to.equal(5000);
  });

  it("takes nothing about time before the content was published, give or take what a block's time is off", async () => {
    await store().db.execute(sql`update contents set published_at_ms = ${now - 10 * MINUTE} where content_id = '2'`);
    const viewer = await signInConsenting(api.url, context);
    const events = [
      wire(act("click", now - 11 * MINUTE - 1, "2")),
      wire(act("click", now - 11 * MINUTE, "2")),
      wire(dwell(now - 11 * MINUTE - 1, now - 10 * MINUTE, "2")),
      wire(act("click", now - 11 * MINUTE - 1, "1")),
    ];
    const { body } = await viewer.send("POST", "/events", { events });
    expect(body.accepted).to.equal(2);
    expect(body.rejected.map((one: Rejection) => [one.index, one.field, one.code])).to.deep.equal([
      [0, "atMs", "before-publication"],
      [2, "dwellMs", "before-publication"],
    ]);
    expect(body.rejected[0].hint).to.be.a("string").and.not.empty;
  });

  it("takes what happens now on a content whose block is ahead of the clock, as a local chain's can be", async () => {
    await store().db.execute(sql`update contents set published_at_ms = ${now + 5 * MINUTE}`);
    const viewer = await signInConsenting(api.url, context);
    const { body } = await viewer.send("POST", "/events", { events: [wire(dwell(now - 5000, now))] });
    expect(body).to.deep.include({ accepted: 1, rejected: [] });
  });

  it("lets the operator alone vouch for the time before consent and publication, seven days back at most", async () => {
    await store().db.execute(sql`update contents set published_at_ms = ${now}`);
    const viewer = await signIn(api.url, context);
    await viewer.send("PUT", "/consent", { collect: true, personalise: true });
    const events = [wire(act("click", now - 6 * DAY)), wire(act("click", now - 8 * DAY))];
    const codes = async (headers: Record<string, string>) => {
      const { body } = await viewer.send("POST", "/events", { events }, headers);
      return body.rejected.map(({ code }: Rejection) => code);
    };
    expect(await codes({})).to.deep.equal(["before-publication", "too-old"]);
    expect(await codes({ authorization: "Bearer somebody" })).to.deep.equal(["before-publication", "too-old"]);
    expect(await codes(token())).to.deep.equal(["too-old"]);
    expect(await stored()).to.equal(1);
  });

  it("takes a content as soon as it is published", async () => {
    const viewer = await signInConsenting(api.url, context);
    const event = wire(act("click", now, "4"));
    expect((await viewer.send("POST", "/events", { events: [event] })).body.rejected[0].code).to.equal(
      "unknown-content",
    );
    await store().db.execute(sql`update contents set content_id = '4' where content_id = '3'`);
    expect((await viewer.send("POST", "/events", { events: [event] })).body.accepted).to.equal(1);
  });

  it("refuses a batch of more than 500 events as a whole, saying how many are taken", async () => {
    const viewer = await signInConsenting(api.url, context);
    const answer = await viewer.send("POST", "/events", { events: Array.from({ length: 501 }, good) });
    expect(answer.status).to.equal(400);
    expect(answer.body.error).to.deep.include({ code: "too-many-events", field: "events" });
    expect(answer.body.error.message).to.match(/501.*500/);
    expect(await stored()).to.equal(0);
  });

  it("refuses a body of more than 256 KB with 413, whether its length is announced or not", async () => {
    const viewer = await signInConsenting(api.url, context);
    const large = JSON.stringify({ events: [{ ...good(), padding: "x".repeat(256 * 1024) }] });
    const announced = await viewer.send("POST", "/events", large);
    expect(announced.status).to.equal(413);
    expect(announced.body.error).to.deep.include({ code: "body-too-large", field: "body" });
    const streamed = await fetch(`${api.url}/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Blob([large]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).to.equal(413);
  });

  it("refuses a body that is not JSON, not said to be JSON, or not a batch", async () => {
    const viewer = await signInConsenting(api.url, context);
    const broken = await viewer.send("POST", "/events", '{"events": [');
    expect([broken.status, broken.body.error.code]).to.deep.equal([400, "bad-json"]);
    const text = await viewer.send("POST", "/events", "{}", { "content-type": "text/plain" });
    expect([text.status, text.body.error.code]).to.deep.equal([415, "not-json"]);
    const nothing = await viewer.send("POST", "/events", {});
    expect([nothing.status, nothing.body.error.field]).to.deep.equal([400, "events"]);
  });

  it("says what it took off a claim and why, at once and later", async () => {
    const viewer = await signInConsenting(api.url, context);
    const long = { ...wire(dwell(now - 100_000, now)), contentId: "2" };
    const overlapping = wire(dwell(now - 10_000, now - 1));
    const answer = await viewer.send("POST", "/events", { events: [long, overlapping] });
    // The earlier claim comes first, whatever the order of the list.
    expect(answer.body.reductions).to.deep.equal([
      { id: long.id, reason: "heartbeat-cap", claimedMs: 100_000, verifiedMs: 50_001, cutMs: 40_000 },
      { id: long.id, reason: "overlap", claimedMs: 100_000, verifiedMs: 50_001, cutMs: 9999 },
    ]);
    const all = await viewer.send("GET", "/me/attention");
    expect(all.body).to.deep.equal({
      verifiedMs: 60_000,
      contents: [
        { contentId: "2", verifiedMs: 50_001 },
        { contentId: "1", verifiedMs: 9999 },
      ],
      reductions: [
        { reason: "heartbeat-cap", count: 1, cutMs: 40_000 },
        { reason: "overlap", count: 1, cutMs: 9999 },
      ],
    });
    const one = await viewer.send("GET", "/me/attention?contentId=1");
    expect(one.body).to.deep.equal({
      verifiedMs: 9999,
      contents: [{ contentId: "1", verifiedMs: 9999 }],
      reductions: [],
    });
    const metrics = await viewer.send("GET", "/metrics", undefined, token());
    expect(metrics.body).to.include('heed_reductions_total{reason="overlap"} 1');
    expect(metrics.body).to.include('heed_events_total{outcome="accepted"} 2');
  });

  it("gives its metrics to the operator alone", async () => {
    const refused = await new Visitor(api.url).send("GET", "/metrics");
    expect([refused.status, refused.body.error.code]).to.deep.equal([403, "operator-only"]);
    const given = await new Visitor(api.url).send("GET", "/metrics", undefined, token());
    expect(given.body).to.include("process_cpu_seconds_total");
  });

  it("limits how fast one session may ask, and says when to come back", async () => {
    await api.close();
    context = testContext(store(), { clock, options: { requestsPerMinute: 10 } });
    api = await serve(context);
    const visitor = new Visitor(api.url);
    const answers = await Promise.all(Array.from({ length: 11 }, () => visitor.send("GET", "/auth/session")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).to.have.length(1);
    expect(refused[0]!.body.error).to.deep.include({ code: "too-many-requests", retry: true });
    expect(Number(refused[0]!.headers.get("retry-after"))).to.be.within(1, 60);
  });

  it("limits how fast one peer may ask, however many wallets it signs in", async () => {
    const visitors = await Promise.all(Array.from({ length: 11 }, () => signIn(api.url, context)));
    const strict = await serve(testContext(store(), { clock, options: { requestsPerMinute: 1 } }));
    const answers = await Promise.all(visitors.map((one) => one.at(strict.url).send("GET", "/auth/session")));
    await strict.close();
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([...Array(10).fill(200), 429]);
  });

  it("describes itself: every route with its errors, and what an event is", async () => {
    const { body } = await new Visitor(api.url).send("GET", "/openapi.json");
    expect(body.paths["/events"].post.responses).to.include.all.keys("202", "400", "401", "403", "413", "415", "429");
    expect(body.paths["/events"].post.responses["403"].content["application/json"].schema.$ref).to.equal(
      "#/components/schemas/Error",
    );
    expect(body.components.schemas.BehaviourEvent.required).to.deep.equal(["id", "contentId", "kind", "atMs"]);
    expect(body.components.schemas.Error.properties.error.required).to.include.members([
      "code",
      "message",
      "hint",
      "retry",
    ]);
  });

  it("answers an unknown address in the same form as everything else", async () => {
    const answer = await new Visitor(api.url).send("GET", `/${randomUUID()}`);
    expect(answer.status).to.equal(404);
    expect(answer.body.error).to.include.all.keys("code", "message", "hint", "retry");
  });
});
