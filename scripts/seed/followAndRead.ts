import { answerOf, type Place, signIn } from "./api.ts";
import { caseStudy, caseStudyEvents } from "./caseStudy.ts";
import { demoAccount } from "./keys.ts";
import { sendEvents } from "./sendAudience.ts";

/** Lets the case study's viewer follow its ten creators and do what it did. Done again, nothing counts twice. */
export async function followAndRead(
  place: Place,
  placeOf: (piece: string) => { contentId: string; lengthSeconds: number },
  nowMs: number,
  operatorToken: string,
): Promise<void> {
  const client = await signIn(place, demoAccount("viewer"));
  await answerOf(await client.consent.$put({ json: { collect: true, personalise: true } }));
  for (const { creator } of caseStudy) {
    const response = await client.follows[":creator"].$put({ param: { creator: demoAccount(creator).address } });
    if (!response.ok) await answerOf(response);
  }
  await sendEvents(client, caseStudyEvents(placeOf, nowMs), operatorToken);
}
