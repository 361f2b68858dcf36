"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { useAttention } from "../oracle/queries.ts";
import { Loading } from "../parts/Loading.tsx";
import { Problem } from "../parts/Problem.tsx";
import { AppealButton } from "./AppealButton.tsx";

/** Verified attention, and what was claimed but not counted, by reason. */
export function Known() {
  const words = useWords();
  const { wallet, meter } = words;
  const { whole } = useFormats();
  const { data, error, refetch } = useAttention();
  if (error) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  if (data.verifiedMs === 0 && data.reductions.length === 0) return <p className="text-soft">{wallet.noneKnown}</p>;
  return (
    <div className="flex flex-wrap gap-x-20 gap-y-8">
      <div>
        <p className="text-sm text-soft">{wallet.knownTotal}</p>
        <p className="figures mt-1 text-3xl font-medium text-attention">
          {words.seconds(whole(data.verifiedMs / 1000))}
        </p>
        <p className="text-soft">{wallet.knownPieces(whole(data.contents.length))}</p>
      </div>
      {data.reductions.length > 0 && (
        <table className="text-sm">
          <caption className="pb-1 text-left text-soft">{wallet.knownCut}</caption>
          <thead>
            <tr className="border-b border-line text-soft">
              <th scope="col" className="py-1 pr-8 text-left font-normal">
                {wallet.reason}
              </th>
              <th scope="col" className="py-1 pr-8 text-right font-normal">
                {wallet.claims}
              </th>
              <th scope="col" className="py-1 pr-8 text-right font-normal">
                {wallet.cut}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.reductions.map(({ reason, count, cutMs }) => (
              <tr key={reason}>
                <th scope="row" className="py-1 pr-8 text-left font-normal">
                  {meter.reasons[reason] ?? reason}
                </th>
                <td className="figures py-1 pr-8 text-right">{whole(count)}</td>
                <td className="figures py-1 pr-8 text-right">{words.seconds(whole(cutMs / 1000))}</td>
                <td className="py-1 text-right">
                  <AppealButton
                    reduction={{ rule: reason, epoch: null, cutMs }}
                    words={meter.reasons[reason] ?? reason}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
