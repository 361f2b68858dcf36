"use client";

import Link from "next/link";
import { useConfig } from "../config/context.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import type { ContentDetail } from "../oracle/types.ts";

/**
 * Who gets what of every payment, in parts fixed when the split was made. Anybody may call themselves anything, so a chosen
 * name never stands without its address, and only the treasury's address is called the protocol.
 */
export function SplitTable({ content }: { content: ContentDetail }) {
  const { buy, shortAddress } = useWords();
  const { percent } = useFormats();
  const { treasury } = useConfig();
  const isProtocol = (payee: string) => payee.toLowerCase() === treasury.toLowerCase();
  const shares = [...content.shares].sort((a, b) => b.bps - a.bps);
  return (
    <section aria-labelledby="split" className="border-t border-line pt-4">
      <h2 id="split" className="text-lg font-semibold">
        {buy.split}
      </h2>
      <table className="mt-2 w-full text-sm">
        <tbody>
          {shares.map(({ payee, bps, name }) => (
            <tr key={payee} data-payee={payee}>
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                <Link href={`/creator/${payee}`} className="text-link" title={payee}>
                  {isProtocol(payee) ? buy.protocol : name || shortAddress(payee)}
                </Link>
                {name && !isProtocol(payee) && (
                  <span className="figures ml-2 text-xs whitespace-nowrap text-soft">{shortAddress(payee)}</span>
                )}
              </th>
              <td className="figures py-1 text-right">{percent(bps / 10_000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
