"use client";

import type { ReactNode } from "react";
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormats, useWords } from "../language/context.tsx";
import { ChartTable } from "./ChartTable.tsx";

export interface ChartSeries {
  name: string;
  /** A value in words, for the pointer's note and the table. */
  format(value: number): string;
  /** The accent means attention, and nothing else: money, counts and comparisons are drawn in ink. */
  tone?: keyof typeof TONES;
}

export interface ChartRow {
  /** Where on the horizontal axis: a date, an epoch, a section. */
  label: string;
  /** A value a series, in their order; null where there is none (a gap in the line). */
  values: readonly (number | null)[];
}

export interface SeriesChartProps {
  kind: "line" | "bars";
  /** Names the chart and its table. */
  title: string;
  /** What the labels of the rows are. */
  xLabel: string;
  /** What the values are, with their unit: the axis has figures alone. */
  yLabel: string;
  series: readonly ChartSeries[];
  rows: readonly ChartRow[];
  /** In place of the chart where there are no rows. */
  empty?: ReactNode;
}

const TONES = { attention: "var(--attention)", ink: "var(--ink)", soft: "var(--strong-line)" } as const;
/** Told apart without colour too. */
const DASHES = [undefined, "6 4", "2 3"] as const;
const HEIGHT = 240;
const MOST_DOTS = 40;
const TICK = { fill: "var(--soft)", fontSize: 12 } as const;

/** Lines or bars over one axis as a magazine prints them: no animation, values for the pointer, and all of them as a table. */
export function SeriesChart({ kind, title, xLabel, yLabel, series, rows, empty }: SeriesChartProps) {
  const words = useWords();
  const { figure } = useFormats();
  if (rows.length === 0) return <p className="py-6 font-serif text-lg text-soft">{empty ?? words.chart.empty}</p>;
  const Chart = kind === "line" ? LineChart : BarChart;
  return (
    <figure aria-label={title}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-xs text-soft">
        <span>{yLabel}</span>
        {series.length > 1 && <Legend kind={kind} series={series} />}
      </div>
      {/* The table beneath says the same to whoever can't see this. */}
      <div aria-hidden="true" className="figures mt-2" style={{ height: HEIGHT }}>
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: HEIGHT }}>
          <Chart
            data={rows as ChartRow[]}
            accessibilityLayer={false}
            margin={{ top: 8, right: 48, bottom: 0, left: 0 }}
            barCategoryGap="20%"
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--strong-line)" minTickGap={32} />
            <YAxis
              width="auto"
              tick={TICK}
              tickLine={false}
              axisLine={false}
              tickFormatter={figure}
              domain={[0, "auto"]}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: "var(--strong-line)", fill: "var(--track)", fillOpacity: 0.6 }}
              content={({ active, label }) => (
                <Values active={active} row={rows.find((row) => row.label === label)} series={series} />
              )}
            />
            {series.map((one, index) =>
              kind === "line" ? (
                <Line
                  key={one.name}
                  name={one.name}
                  dataKey={(row: ChartRow) => row.values[index]}
                  stroke={toneOf(one, index)}
                  strokeWidth={1.75}
                  strokeDasharray={DASHES[index]}
                  dot={rows.length <= MOST_DOTS && { r: 2.5, fill: toneOf(one, index), strokeWidth: 0 }}
                  activeDot={{ r: 4, fill: toneOf(one, index), strokeWidth: 0 }}
                  isAnimationActive={false}
                />
              ) : (
                <Bar
                  key={one.name}
                  name={one.name}
                  dataKey={(row: ChartRow) => row.values[index]}
                  fill={toneOf(one, index)}
                  maxBarSize={36}
                  isAnimationActive={false}
                />
              ),
            )}
          </Chart>
        </ResponsiveContainer>
      </div>
      <p aria-hidden="true" className="text-right text-xs text-soft">
        {xLabel}
      </p>
      <ChartTable title={title} xLabel={xLabel} series={series} rows={rows} />
    </figure>
  );
}

function toneOf({ tone }: ChartSeries, index: number): string {
  return TONES[tone ?? (index === 0 ? "attention" : "soft")];
}

function Legend({ kind, series }: Pick<SeriesChartProps, "kind" | "series">) {
  return (
    <ul className="flex flex-wrap gap-x-5">
      {series.map((one, index) => (
        <li key={one.name} className="flex items-center gap-2">
          <svg aria-hidden="true" width="20" height="8">
            {kind === "line" ? (
              <line
                x1="0"
                x2="20"
                y1="4"
                y2="4"
                stroke={toneOf(one, index)}
                strokeWidth="2"
                strokeDasharray={DASHES[index]}
              />
            ) : (
              <rect width="20" height="8" fill={toneOf(one, index)} />
            )}
          </svg>
          {one.name}
        </li>
      ))}
    </ul>
  );
}

/** What the pointer is over, in figures. */
function Values({
  active,
  row,
  series,
}: {
  active: boolean;
  row: ChartRow | undefined;
  series: readonly ChartSeries[];
}) {
  if (!active || row === undefined) return null;
  return (
    <div className="border border-strong-line bg-raised px-3 py-2 text-xs">
      <p className="text-soft">{row.label}</p>
      {series.map((one, index) => {
        const value = row.values[index] ?? null;
        return (
          <p key={one.name} className="figures flex justify-between gap-4">
            <span>{one.name}</span>
            <span className="font-medium">{value === null ? "–" : one.format(value)}</span>
          </p>
        );
      })}
    </div>
  );
}
