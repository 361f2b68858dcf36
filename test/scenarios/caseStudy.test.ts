import { expect } from "chai";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Client } from "../../oracle/api/client.ts";
import { createClient } from "../../oracle/api/client.ts";
import type { BehaviourEvent } from "../../oracle/prepare/events.ts";
import { answerOf, signIn } from "../../scripts/seed/api.ts";
import { caseStudy, caseStudyEvents, type Deed } from "../../scripts/seed/caseStudy.ts";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { sendEvents } from "../../scripts/seed/sendAudience.ts";
import { type Scene, sharedScene } from "./support/stack.ts";

const deedsThat = (...deeds: Deed[]) => caseStudy.filter(({ deed }) => deeds.includes(deed));

describe("The case study: somebody follows ten creators with one content each, and clicks, dwells on and likes some", () => {
  let scene: Scene;
  let viewer: Client;

  before(async () => {
    scene = await sharedScene();
    viewer = await signIn(scene, demoAccount("viewer"));
  });

  /** The ten, in the order in which the viewer's feed has them. */
  async function feedOfTheTen(client: Client) {
    const { items, personalised } = await answerOf(await client.feed.$get({ query: { scope: "following" } }));
    const slugOf = new Map([...scene.contentIds].map(([slug, id]) => [id, slug]));
    const ten = items.flatMap((item, place) => {
      const study = caseStudy.find(({ piece }) => piece === slugOf.get(item.content.contentId));
      return study ? [{ ...item, place, deed: study.deed, piece: study.piece }] : [];
    });
    return { personalised, ten };
  }

  it("follows ten creators, and the feed of those followed holds the ten contents and nobody else's", async () => {
    const followed = new Set(caseStudy.map(({ creator }) => demoAccount(creator).address));
    const { items } = await answerOf(await viewer.feed.$get({ query: { scope: "following" } }));
    expect(new Set(items.map(({ content }) => content.creator.address))).to.deep.equal(followed);
    const { ten } = await feedOfTheTen(viewer);
    expect(ten).to.have.length(10);
  });

  it("gets the ten ranked by what was done: every liked or read one above every ignored one, the hidden one last", async () => {
    const { personalised, ten } = await feedOfTheTen(viewer);
    expect(personalised).to.equal(true);
    const attended = ten.filter(({ deed }) => deed === "liked" || deed === "read");
    const refused = ten.filter(({ deed }) => deed === "ignored" || deed === "hidden");
    expect(attended).to.have.length(5);
    for (const good of attended) {
      for (const bad of refused) {
        expect(good.interest, `${good.piece} (${good.deed}) beside ${bad.piece} (${bad.deed})`).to.be.above(
          bad.interest,
        );
        expect(good.place).to.be.below(bad.place);
      }
    }
    expect(ten.at(-1)!.deed).to.equal("hidden");
  });

  it("gets the ten valued by what was done: the liked and read ones above what they are worth to everybody, the refused ones below", async () => {
    const { ten } = await feedOfTheTen(viewer);
    const worth = await Promise.all(
      ten.map(async ({ content, deed, piece }) => {
        const answer = await answerOf(
          await viewer.quotes[":contentId"].$get({ param: { contentId: content.contentId }, query: {} }),
        );
        return { deed, piece, personal: answer.personal!, ...answer.explanation };
      }),
    );
    const of = (...deeds: Deed[]) => worth.filter(({ deed }) => deeds.includes(deed));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const lift = (some: typeof worth) => mean(some.map(({ value, standardValue }) => value / standardValue));
    expect(lift(of("liked", "read"))).to.be.above(1);
    expect(lift(of("liked"))).to.be.above(lift(of("ignored")));
    expect(lift(of("hidden"))).to.be.below(0.5);
    const least = Math.min(...of("liked", "read").map(({ value }) => value));
    for (const { piece, value } of of("hidden")) expect(value, piece).to.be.below(least);
    expect(mean(of("liked", "read").map(({ value }) => value))).to.be.above(
      mean(of("ignored", "hidden").map(({ value }) => value)),
    );
    // The money follows the value, inside the creator's bounds.
    for (const { piece, value, rateWei, floorWei, ceilingWei, personal } of worth) {
      const wanted = (BigInt(Math.round(value * 1e6)) * BigInt(rateWei)) / 1_000_000n;
      const bounded =
        wanted < BigInt(floorWei) ? BigInt(floorWei) : wanted > BigInt(ceilingWei) ? BigInt(ceilingWei) : wanted;
      expect(BigInt(personal.unitPriceWei), piece).to.equal(bounded);
    }
  });

  it("is told why: a reason speaks of what the viewer did", async () => {
    const { ten } = await feedOfTheTen(viewer);
    const codesOf = (deed: Deed) =>
      ten.filter((item) => item.deed === deed).map(({ reasons }) => reasons.map(({ code }) => code));
    for (const codes of codesOf("liked")) expect(codes).to.include("liked");
    for (const codes of codesOf("hidden")) expect(codes).to.include("hidden");
  });

  it("gets other contents recommended by what was done: who did the opposite gets the opposite", async () => {
    // A mirror of the case study: what was liked or read is hidden, what was hidden or ignored is liked.
    const opposite = privateKeyToAccount(generatePrivateKey());
    const client = await signIn(scene, opposite);
    await answerOf(await client.consent.$put({ json: { collect: true, personalise: true } }));
    const contents = await answerOf(await createClient(scene.oracleUrl).contents.$get({ query: {} }));
    const lengths = new Map(
      contents.contents.map(({ contentId, words, language }) => [
        contentId,
        language === "zh" ? (words * 60) / 250 : words / 4,
      ]),
    );
    const placeOf = (slug: string) => {
      const contentId = scene.contentIds.get(slug)!;
      return { contentId, lengthSeconds: lengths.get(contentId)! };
    };
    const mirrored = caseStudy.map((study) => {
      const deed: Deed =
        study.deed === "liked" || study.deed === "read" ? "hidden" : study.deed === "glanced" ? "glanced" : "liked";
      return { ...study, deed };
    });
    await sendEvents(client, caseStudyEvents(placeOf, Date.now(), 2, mirrored), scene.stack.operatorToken);

    const interests = async (someone: Client) => {
      const { items } = await answerOf(await someone.feed.$get({ query: { scope: "all" } }));
      return new Map(items.map(({ content, interest }) => [content.contentId, interest]));
    };
    const [own, other] = await Promise.all([interests(viewer), interests(client)]);
    // What neither has met, by the creators that one liked and the other hid.
    const met = new Set(caseStudy.map(({ piece }) => scene.contentIds.get(piece)));
    const share = (interest: Map<string, number>, creators: Set<string>) =>
      contents.contents
        .filter(({ contentId, creator }) => !met.has(contentId) && creators.has(creator.address))
        .reduce((sum, { contentId }) => sum + interest.get(contentId)!, 0);
    const liked = new Set(deedsThat("liked", "read").map(({ creator }) => demoAccount(creator).address as string));
    const refused = new Set(
      deedsThat("ignored", "hidden").map(({ creator }) => demoAccount(creator).address as string),
    );
    expect(share(own, liked) / share(own, refused)).to.be.above(1.2 * (share(other, liked) / share(other, refused)));
  });

  it("changes its mind with the viewer, without training: what was ignored and is now read and liked rises at once", async () => {
    const { piece } = deedsThat("ignored")[0]!;
    const contentId = scene.contentIds.get(piece)!;
    const quote = async () =>
      (await answerOf(await viewer.quotes[":contentId"].$get({ param: { contentId }, query: {} }))).explanation;
    const before = await quote();
    const atMs = Date.now();
    const reading: BehaviourEvent[] = [
      { id: crypto.randomUUID(), contentId, kind: "click", atMs: atMs - 25_100, dwellMs: 0 },
      { id: crypto.randomUUID(), contentId, kind: "dwell", atMs: atMs - 100, dwellMs: 25_000 },
      { id: crypto.randomUUID(), contentId, kind: "like", atMs, dwellMs: 0 },
    ];
    await sendEvents(viewer, reading, scene.stack.operatorToken);
    const afterwards = await quote();
    expect(afterwards.model).to.equal(before.model);
    expect(afterwards.inputsHash).to.not.equal(before.inputsHash);
    expect(afterwards.interest).to.be.above(before.interest);
  });
});
