"use client";

import { ChineseFonts } from "../language/ChineseFonts.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { nameOfLanguage } from "../language/language.ts";
import { useAudience } from "../oracle/campaignQueries.ts";
import { Choices } from "../parts/Choices.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import type { Draft } from "./draft.ts";

/** What there is to choose from comes with any audience. */
const ANYBODY = { topics: [], languages: [], matching: "standard" as const };
const MATCHINGS = ["standard", "personal"] as const;

/** Topics, languages and matching, with the rough size of the audience that they make. */
export function AudienceChoice({ draft, change }: { draft: Draft; change(part: Partial<Draft>): void }) {
  const words = useWords();
  const { campaigns } = words;
  const { whole } = useFormats();
  const { topics, languages, matching } = draft;
  const { data, error, refetch } = useAudience(ANYBODY);
  const size = useAudience({ topics, languages, matching });
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return (
    <div className="grid gap-6">
      <Choices
        legend={campaigns.topics}
        hint={campaigns.noneMeansAny}
        all={data.topics}
        nameOf={(topic) => words.topics[topic] ?? topic}
        chosen={topics}
        onChange={(next) => change({ topics: next })}
      />
      <ChineseFonts />
      <Choices
        legend={campaigns.languages}
        hint={campaigns.noneMeansAny}
        all={data.languages}
        nameOf={nameOfLanguage}
        chosen={languages}
        onChange={(next) => change({ languages: next })}
      />
      <fieldset>
        <legend className="text-sm font-medium">{campaigns.matching}</legend>
        {MATCHINGS.map((one) => (
          <label key={one} className="mt-1 flex min-h-8 items-baseline gap-2">
            <input
              type="radio"
              name="matching"
              value={one}
              checked={matching === one}
              onChange={() => change({ matching: one })}
              className="size-4 shrink-0 translate-y-0.5 accent-[var(--ink)]"
            />
            {campaigns[one]}
          </label>
        ))}
        <p className="text-sm text-soft">{campaigns.personalHint}</p>
      </fieldset>
      {size.error ? (
        <Problem error={size.error} retry={size.refetch} />
      ) : (
        <p role="status" className="font-serif text-lg">
          {!size.data || size.isPlaceholderData
            ? campaigns.counting
            : size.data.viewers === null
              ? campaigns.tooSmall
              : campaigns.size(whole(size.data.viewers))}
        </p>
      )}
    </div>
  );
}
