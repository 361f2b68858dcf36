"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useStatus } from "../oracle/queries.ts";

/** What the figures on the page rest on: rate, model, block, counts. */
export function Footer() {
  const { footer, brand, tagline } = useWords();
  const { whole } = useFormats();
  const { data, error } = useStatus();
  return (
    <footer className="mt-16 border-t border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap gap-x-8 gap-y-2 max-sm:flex-col px-5 py-8 text-xs text-soft sm:px-8">
        <p className="mr-auto font-serif text-sm">
          {brand} · {tagline}
        </p>
        {error && <p>{footer.unreachable}</p>}
        {data && (
          <>
            <p className="figures">{footer.rate(formatHeed(data.rateWeiPerSecond))}</p>
            <p className="figures">{footer.counts(whole(data.counts.viewers), whole(data.counts.events))}</p>
            <p>{data.model ? footer.model(data.model.name) : footer.noModel}</p>
            <p className="figures">{footer.block(whole(data.chain.block))}</p>
          </>
        )}
      </div>
    </footer>
  );
}
