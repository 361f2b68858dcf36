"use client";

import { useWords } from "../language/context.tsx";
import type { SeriesChartProps } from "./Chart.tsx";

/** The figures of a chart, for whoever would rather read them. */
export function ChartTable({
  title,
  xLabel,
  series,
  rows,
}: Pick<SeriesChartProps, "title" | "xLabel" | "series" | "rows">) {
  const { chart: words } = useWords();
  return (
    <details className="mt-1 text-sm">
      <summary className="w-fit cursor-pointer py-1 text-soft hover:text-ink">{words.table}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="max-h-96 overflow-auto border-y border-line">
        <table className="w-full">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="border-b border-line text-soft">
              <th scope="col" className="py-1.5 pr-6 text-left font-normal">
                {xLabel}
              </th>
              {series.map(({ name }) => (
                <th key={name} scope="col" className="py-1.5 pl-6 text-right font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, values }) => (
              <tr key={label}>
                <th scope="row" className="py-1 pr-6 text-left font-normal">
                  {label}
                </th>
                {series.map(({ name, format }, index) => {
                  const value = values[index] ?? null;
                  return (
                    <td key={name} className="figures py-1 pl-6 text-right">
                      {value === null ? "–" : format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
