"use client";

import { useFormats, useWords } from "../language/context.tsx";
import type { SectionInsight } from "../oracle/types.ts";
import { SeriesChart } from "../parts/Chart.tsx";
import { Table } from "../parts/Table.tsx";

/** How far readers get: a chart of it, and all that is known of each section beside its title. */
export function SectionChart({ title, sections }: { title: string; sections: readonly SectionInsight[] }) {
  const { studio: words, seconds } = useWords();
  const { whole } = useFormats();
  if (sections.every(({ reached }) => reached === null)) {
    return <p className="font-serif text-lg text-soft">{words.tooFewSections}</p>;
  }
  const percent = (value: number | null) => (value === null ? "–" : words.percent(whole(value)));
  const format = (value: number) => words.percent(whole(value));
  return (
    <>
      <SeriesChart
        kind="bars"
        title={title}
        xLabel={words.section}
        yLabel={words.share}
        series={[
          { name: words.reached, format, tone: "attention" },
          { name: words.stopped, format, tone: "ink" },
          { name: words.reread, format, tone: "soft" },
        ]}
        rows={sections.map(({ reached, lost, reread }, index) => ({
          label: String(index + 1),
          values: [reached, lost, reread],
        }))}
      />
      <div className="mt-6">
        <Table
          caption={title}
          columns={[
            { name: words.section },
            ...[words.reached, words.stopped, words.reread, words.secondsEach, words.length].map((name) => ({
              name,
              figures: true,
            })),
          ]}
          rows={sections.map((one, index) => ({
            key: String(index),
            cells: [
              <span key="title" className="block min-w-48">
                {index + 1}. {one.title}
                {one.freeUntilHere && <span className="block text-xs text-soft">{words.freeEnds}</span>}
              </span>,
              percent(one.reached),
              percent(one.lost),
              percent(one.reread),
              one.seconds === null ? "–" : seconds(whole(one.seconds)),
              seconds(whole(one.lengthSeconds)),
            ],
          }))}
        />
      </div>
    </>
  );
}
