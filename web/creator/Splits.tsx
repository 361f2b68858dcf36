"use client";

import Link from "next/link";
import { pieceLanguage } from "../content/pieceLanguage.ts";
import { useFormats, useWords } from "../language/context.tsx";
import type { Words } from "../language/en.ts";
import { Amount } from "../money/Amount.tsx";
import { formatHeed } from "../money/heed.ts";
import { Ledger } from "../money/Ledger.tsx";
import type { CreatorPage } from "../oracle/types.ts";

/** A split can serve any number of pieces: so many are named. */
const MOST_NAMED = 3;

const HEAD = "py-2 pl-4 text-right font-normal text-soft";

/** revenue × share − claimed = due */
function dueLines(
  words: Words["creator"],
  computation: Words["computation"],
  { bps, revenueWei, dueWei }: Pick<CreatorPage["splits"][number], "bps" | "revenueWei" | "dueWei">,
  percent: string,
) {
  const share = (BigInt(revenueWei) * BigInt(bps)) / 10_000n;
  return [
    { label: words.revenueColumn, figure: formatHeed(revenueWei), unit: "HEED" },
    { label: words.shareColumn, figure: `× ${percent}` },
    { label: computation.claimed, figure: `− ${formatHeed(share - BigInt(dueWei))}`, unit: "HEED" },
    { label: computation.due, figure: formatHeed(dueWei), unit: "HEED", total: true },
  ];
}

/** The splits that this account has a share in. */
export function Splits({ splits }: { splits: CreatorPage["splits"] }) {
  const { creator: words, computation } = useWords();
  const { percent } = useFormats();
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className="py-2 text-left font-normal text-soft">
              {words.splitColumn}
            </th>
            <th scope="col" className={HEAD}>
              {words.shareColumn}
            </th>
            <th scope="col" className={HEAD}>
              {words.revenueColumn}
            </th>
            <th scope="col" className={HEAD}>
              {words.dueColumn}
            </th>
          </tr>
        </thead>
        {splits.map(({ splitId, bps, revenueWei, dueWei, contents }) => (
          <tbody key={splitId} className="border-b border-line last:border-0">
            <tr>
              <th scope="rowgroup" colSpan={4} className="pt-3 text-left font-normal">
                <SoldThrough contents={contents} />
              </th>
            </tr>
            <tr>
              <th scope="row" className="pt-1 pb-3 text-left font-normal text-soft">
                {words.split(splitId)}
              </th>
              <td className="figures pt-1 pb-3 pl-4 text-right">{percent(bps / 10_000)}</td>
              <td className="pt-1 pb-3 pl-4 text-right">
                <Amount wei={revenueWei}>
                  <p>{words.revenueRule}</p>
                </Amount>
              </td>
              <td className="pt-1 pb-3 pl-4 text-right">
                <Amount wei={dueWei}>
                  <Ledger lines={dueLines(words, computation, { bps, revenueWei, dueWei }, percent(bps / 10_000))} />
                </Amount>
              </td>
            </tr>
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** The pieces that are sold through a split, by title. */
function SoldThrough({ contents }: Pick<CreatorPage["splits"][number], "contents">) {
  const { creator: words } = useWords();
  const named = contents.filter(({ title }) => title !== "").slice(0, MOST_NAMED);
  const more = contents.length - named.length;
  return (
    <>
      {named.map(({ contentId, title, language }) => (
        <Link
          key={contentId}
          href={`/content/${contentId}`}
          lang={pieceLanguage(language)}
          className="block font-serif text-base hover:text-link"
        >
          {title}
        </Link>
      ))}
      {more > 0 && <span className="block text-soft">{words.morePieces(more)}</span>}
    </>
  );
}
