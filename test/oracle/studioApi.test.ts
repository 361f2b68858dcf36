import { attentionMarketAbi } from "@heed/contracts/abis";
import { expect } from "chai";
import { keepInsight } from "../../oracle/jobs/keepInsight.ts";
import { attention } from "../../oracle/store/schema/behaviour.ts";
import { type Answer, Visitor } from "./support/server.ts";
import { account, startTestChain, type TestChain } from "./support/testChain.ts";
import { buy, openTestMarket, type TestMarket } from "./support/testMarket.ts";

const HEED = 10n ** 18n;
const TEACHER = 2;
const BUYER = 5;
const OTHER = 6;
const TEXT = ["# One", "word ".repeat(80), "# Two", "word ".repeat(240), "# Three", "word ".repeat(80)].join("\n\n");
/** On a day that is over, whatever the time is now: figures are as of midnight. */
const LONG_AGO = Date.now() - 2 * 24 * 3600 * 1000;

const code = (answer: Answer) => [answer.status, answer.body.error?.code, answer.body.error?.field];

describe("the studio's and the classroom's API", () => {
  let chain: TestChain;
  let oracle: TestMarket;
  let teacher: Visitor;
  let other: Visitor;
  let first: string;
  let second: string;
  let foreign: string;

  before(async () => {
    chain = await startTestChain();
    oracle = await openTestMarket(chain);
    first = await oracle.publish(TEACHER, TEXT);
    second = await oracle.publish(TEACHER, `${TEXT}\n\nAnother.`);
    foreign = await oracle.publish(OTHER, "=Somebody else's.");
    teacher = await oracle.signIn(TEACHER);
    other = await oracle.signIn(OTHER);
    // Twenty come to the second section, half of them to the third.
    for (let viewer = 0; viewer < 20; viewer++) {
      const at = (section: number, from: number, to: number) => {
        const span = { fromMs: LONG_AGO + from * 1000, toMs: LONG_AGO + to * 1000 };
        return { viewer: `v_${viewer}`, contentId: first, section, ...span };
      };
      const walk = [at(0, 0, 10), at(2, 10, 60), ...(viewer < 10 ? [at(4, 60, 70)] : [])];
      await oracle.context.store.db.insert(attention).values(walk);
    }
    await chain.fund(BUYER, 100n * HEED);
    const quotes = await (await oracle.signIn(BUYER)).send("GET", `/quotes/${first}`);
    await buy(chain, BUYER, quotes.body.standard);
    await oracle.market.indexer.catchUp();
  });
  after(async () => {
    await oracle?.close();
    await chain?.stop();
  });

  const course = (changes: object = {}) => ({ title: "Chance", summary: "", lessons: [first, second], ...changes });

  it("show a creator the own pieces and income, and nobody anything without a session", async () => {
    expect(code(await new Visitor(oracle.url).send("GET", "/studio"))).to.deep.equal([401, "not-signed-in", undefined]);
    const { body } = await teacher.send("GET", "/studio");
    expect(body.pieces.map((piece: { contentId: string }) => piece.contentId)).to.deep.equal([second, first]);
    expect(body.pieces[1].insight).to.deep.include({ viewers: 20, completion: 0, returning: 0 });
    expect(body.pieces[0].insight).to.deep.include({ viewers: null, seconds: null });
    expect(body.income).to.have.length(1);
    expect(body.income[0]).to.deep.include({ contentId: first, purchases: 1, supports: 0, campaignsWei: "0" });
    const earned = (await teacher.send("GET", `/creators/${account(TEACHER).address}`)).body;
    expect(body.income[0].salesWei).to.equal(earned.splits[0].dueWei);
  });

  it("show attention along a piece, its text, and its prices, to its creator only", async () => {
    expect(code(await other.send("GET", `/studio/contents/${first}`))).to.deep.equal([
      403,
      "not-the-creator",
      "contentId",
    ]);
    expect(code(await teacher.send("GET", "/studio/contents/999"))[0]).to.equal(404);
    await keepInsight(oracle.context, oracle.market);
    const { body } = await teacher.send("GET", `/studio/contents/${first}`);
    expect(body.body).to.equal(TEXT);
    expect(
      body.insight.sections.map(({ title, reached, lost }: Record<string, unknown>) => [title, reached, lost]),
    ).to.deep.equal([
      ["One", 100, 0],
      ["Two", 100, 50],
      ["Three", 50, 100],
    ]);
    expect(body.insight.suggestions[0]).to.deep.equal({ code: "free-part-ends", section: 2, lost: 50 });
    expect(body.prices).to.have.length(1);
    expect(body.prices[0].licences).to.equal(1);
    expect(body.prices[0].standardWei).to.equal(body.prices[0].paidWei);
    expect(JSON.stringify(body)).not.to.contain(account(BUYER).address);
  });

  it("give the same figures as CSV", async () => {
    const lines = async (path: string) => (await teacher.send("GET", path)).body.split("\r\n");
    expect(await lines("/studio/csv/pieces")).to.have.length(4);
    expect((await lines("/studio/csv/income"))[1]).to.contain(`,${first},`);
    expect((await lines(`/studio/csv/sections?contentId=${first}`))[2]).to.equal("2,Two,60,100,50,0,50");
    expect((await lines(`/studio/csv/prices?contentId=${first}`))[0]).to.contain("standardWei");
    const answer = await other.send("GET", `/studio/csv/sections?contentId=${first}`);
    expect(code(answer)).to.deep.equal([403, "not-the-creator", "contentId"]);
    const pieces = await other.send("GET", "/studio/csv/pieces");
    expect(pieces.headers.get("content-type")).to.contain("text/csv");
    expect(pieces.headers.get("content-disposition")).to.contain("heed-pieces.csv");
    expect(pieces.body).to.contain("'=Somebody");
    expect(code(await teacher.send("GET", "/studio/csv/readers"))).to.deep.equal([400, "bad-input", "table"]);
    expect(code(await teacher.send("GET", "/studio/csv/prices"))).to.deep.equal([400, "bad-input", "contentId"]);
  });

  it("refuse a course that isn't one, and say which field to change", async () => {
    const refused = async (changes: object) => code(await teacher.send("POST", "/courses", course(changes)));
    expect(await refused({ title: " " })).to.deep.equal([400, "bad-input", "title"]);
    expect(await refused({ lessons: [] })).to.deep.equal([400, "bad-input", "lessons"]);
    expect(await refused({ lessons: [first, first] })).to.deep.equal([400, "bad-input", "lessons"]);
    expect(await refused({ lessons: [first, foreign] })).to.deep.equal([400, "not-the-creator", "lessons.1"]);
    expect(await refused({ lessons: ["999"] })).to.deep.equal([400, "not-the-creator", "lessons.0"]);
    expect((await teacher.send("GET", "/courses")).body.courses).to.deep.equal([]);
  });

  it("keep a course in its order, and let only its teacher change it or look into it", async () => {
    const made = await teacher.send("POST", "/courses", course());
    expect(made.status).to.equal(201);
    const path = `/courses/${made.body.id}`;
    expect((await other.send("GET", path)).body).to.deep.equal(made.body);
    for (const [method, body] of [
      ["PUT", course()],
      ["DELETE", undefined],
    ] as const) {
      expect(code(await other.send(method, path, body))).to.deep.equal([403, "not-the-creator", "id"]);
    }
    expect(code(await other.send("GET", `${path}/attention`))).to.deep.equal([403, "not-the-creator", "id"]);
    const changed = await teacher.send("PUT", path, course({ title: "Luck", lessons: [second, first] }));
    expect(changed.body.lessons.map(({ contentId }: { contentId: string }) => contentId)).to.deep.equal([
      second,
      first,
    ]);
    const { courses } = (await other.send("GET", `/courses?creator=${account(TEACHER).address}`)).body;
    expect(courses).to.deep.equal([changed.body]);
    expect((await teacher.send("DELETE", path)).status).to.equal(204);
    expect(code(await teacher.send("GET", path))).to.deep.equal([404, "unknown-course", "id"]);
  });

  it("list courses page by page", async () => {
    const made: string[] = [];
    for (const title of ["A", "B", "C"]) made.push((await teacher.send("POST", "/courses", course({ title }))).body.id);
    const page = async (query: string) =>
      (await other.send("GET", `/courses?${query}`)).body.courses.map(({ id }: { id: string }) => id);
    const all = await page("");
    expect(await page("limit=2")).to.deep.equal(all.slice(0, 2));
    expect(await page(`limit=2&after=${all[1]}`)).to.deep.equal(all.slice(2));
    expect(code(await other.send("GET", "/courses?limit=101"))).to.deep.equal([400, "bad-input", "limit"]);
    const gone = crypto.randomUUID();
    expect(code(await other.send("GET", `/courses?after=${gone}`))).to.deep.equal([404, "unknown-course", "after"]);
    for (const id of made) await teacher.send("DELETE", `/courses/${id}`);
    expect(await page("")).to.deep.equal([]);
  });

  it("put a new edition in a lesson's place, and compare its readers with those of the edition before", async () => {
    const made = await teacher.send("POST", "/courses", course({ lessons: [first] }));
    const body = TEXT.replace("word ", "better ");
    const work = { title: "One, again", summary: "A text.", language: "en", topics: ["testing"], body };
    const wrong = (changes: object) => teacher.send("POST", "/works", { ...work, ...changes });
    expect(code(await wrong({ replaces: foreign }))).to.deep.equal([400, "not-the-creator", "replaces"]);
    expect(code(await wrong({ replaces: first, body: TEXT }))).to.deep.equal([400, "same-text", "body"]);
    const { contentHash } = (await wrong({ replaces: first })).body;
    const before = (await teacher.send("GET", `/courses/${made.body.id}`)).body;
    expect(before.lessons[0].contentId).to.equal(first);
    const { contentId } = await chain.publish(TEACHER, contentHash, 1n, HEED, []);
    await chain.mined(
      await chain.wallet(TEACHER).writeContract({
        ...{ address: chain.deployment.market, abi: attentionMarketAbi },
        ...{ functionName: "unlist", args: [BigInt(first)] },
      }),
    );
    await oracle.market.indexer.catchUp();
    const edition = contentId.toString();
    expect((await teacher.send("GET", `/contents/${first}`)).body).to.include({ replacedBy: edition, listed: false });
    expect((await teacher.send("GET", `/contents/${edition}`)).body).to.include({ replaces: first, listed: true });
    const seen = (await teacher.send("GET", `/courses/${made.body.id}/attention`)).body;
    expect(seen.course.lessons[0].contentId).to.equal(edition);
    expect(seen.lessons[0].viewers).to.equal(null);
    expect(seen.lessons[0].before).to.deep.include({ contentId: first, viewers: 20 });
    expect(seen.lessons[0].before.sections[1].lost).to.equal(50);
  });
});
