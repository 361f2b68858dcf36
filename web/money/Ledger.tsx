import type { ReactNode } from "react";

export interface LedgerLine {
  label: ReactNode;
  figure: string;
  unit?: string;
  /** A result, under a rule */
  total?: boolean;
}

/** Lines of a computation: words on the left, figures on the right, units in a column of their own. */
export function Ledger({ lines }: { lines: readonly LedgerLine[] }) {
  return (
    <table className="w-full">
      <tbody>
        {lines.map(({ label, figure, unit, total }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one computation never move
          <tr key={index} className={total ? "border-t border-strong-line font-medium" : ""}>
            <th scope="row" className="py-0.5 pr-4 text-left font-normal">
              {label}
            </th>
            <td className="figures py-0.5 text-right align-baseline whitespace-nowrap">{figure}</td>
            <td className="w-0 py-0.5 pl-1.5 align-baseline text-xs whitespace-nowrap text-soft">{unit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
