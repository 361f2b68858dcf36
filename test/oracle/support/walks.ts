import { createRandom } from "../../../oracle/interest/random.ts";
import type { Visit } from "../../../oracle/prepare/visits.ts";

const CONTENTS = 50;

/** The contents that `walks` visit. */
export const vocabulary = Array.from({ length: CONTENTS }, (_, i) => `content ${i}`);

/** Random visits of every kind that a model tells apart, some contents more popular than others. */
export function walks(count: number): Visit[][] {
  const random = createRandom(5);
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 + random.below(12) }, () => ({
      contentId: vocabulary[Math.floor(CONTENTS * random.next() ** 2)]!,
      kind: random.next() < 0.2 ? ("impression" as const) : ("click" as const),
      dwellMs: 1000 * random.below(60),
      startedAtMs: 0,
      gapMs: 1000 * random.below(600),
    })),
  );
}
