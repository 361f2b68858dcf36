"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useStatus } from "../oracle/queries.ts";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";

/** The figures behind the prices at this moment, as the oracle states them. */
export function Now() {
  const { how: words, loading, computation, footer } = useWords();
  const { whole, date } = useFormats();
  const { data, error, refetch } = useStatus();
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{loading}</Loading>;
  const { model, counts } = data;
  const lines: [string, string][] = [
    [words.rate, `${formatHeed(data.rateWeiPerSecond)} ${computation.perSecond}`],
    [words.model, model ? model.name : footer.noModel],
    ...(model ? [[words.trained, date(model.trainedAtMs)] satisfies [string, string]] : []),
    [words.audience, data.audience === "simulated" ? words.audienceSimulated : words.audienceReal],
    [words.viewers, whole(counts.viewers)],
    [words.events, whole(counts.events)],
    [words.contents, whole(counts.contents)],
    [words.purchases, whole(counts.purchases)],
  ];
  return (
    <dl className="text-sm">
      {lines.map(([label, figure]) => (
        <div key={label} className="flex justify-between gap-6 border-b border-line py-2 last:border-0">
          <dt className="text-soft">{label}</dt>
          <dd className="figures text-right">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}
