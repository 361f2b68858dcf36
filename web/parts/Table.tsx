import type { ReactNode } from "react";

export interface Column {
  name: ReactNode;
  /** Figures stand on the right */
  figures?: boolean;
}

export interface TableProps {
  /** For screen readers, where no heading says it */
  caption: string;
  columns: readonly Column[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A plain table: the first cell names the row. A narrow screen scrolls it. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-soft">
            {columns.map(({ name, figures }, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: a table's columns never move
                key={index}
                scope="col"
                className={`py-2 pr-4 font-normal whitespace-nowrap last:pr-0 ${figures ? "text-right" : "text-left"}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-b border-line last:border-0">
              {cells.map((cell, index) => {
                const figures = columns[index]?.figures;
                const look = `py-2 pr-4 align-baseline last:pr-0 ${figures ? "figures text-right whitespace-nowrap" : "text-left"}`;
                return index === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <th key={index} scope="row" className={`min-w-28 font-normal ${look}`}>
                    {cell}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={index} className={look}>
                    {cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
