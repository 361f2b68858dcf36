import { createClient } from "../../oracle/api/client.ts";
import { answerOf, type Place, signIn } from "./api.ts";
import { demoAccount } from "./keys.ts";
import type { Piece } from "./pieces.ts";

/** Puts the pieces that belong to a course into one, in the order of their lessons, unless their author has it already. */
export async function makeCourses(place: Place, pieces: readonly Piece[], ids: readonly string[]): Promise<void> {
  const lessons = pieces.flatMap(({ course, lesson, creator }, i) =>
    course ? { course, lesson: lesson ?? 0, creator, contentId: ids[i]! } : [],
  );
  const anyone = createClient(place.oracleUrl);
  for (const [title, own] of Map.groupBy(lessons, ({ course }) => course)) {
    const account = demoAccount(own[0]!.creator);
    const { courses } = await answerOf(await anyone.courses.$get({ query: { creator: account.address } }));
    if (courses.some((known) => known.title === title)) continue;
    const inOrder = own.toSorted((a, b) => a.lesson - b.lesson).map(({ contentId }) => contentId);
    const client = await signIn(place, account);
    await answerOf(await client.courses.$post({ json: { title, summary: "", lessons: inOrder } }));
  }
}
