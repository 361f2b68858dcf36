"use client";

import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { getAddress, type Hex, isAddress } from "viem";
import { type Inclusion, useInclusion } from "../chain/useInclusion.ts";
import { useWallet } from "../chain/useWallet.ts";
import { useFormats, useWords } from "../language/context.tsx";
import { formatHeed } from "../money/heed.ts";
import { useEpochs } from "../oracle/epochQueries.ts";
import { OracleError } from "../oracle/OracleError.ts";
import { Button } from "../parts/Button.tsx";
import { FieldProblem } from "../parts/FieldProblem.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Problem } from "../parts/Problem.tsx";

/** Lets anybody check that an account's amount stands in the epoch's report: computed here, compared with the chain. */
export function InclusionCheck({ epoch, postedIn }: { epoch: number; postedIn: Hex | null }) {
  const { epochs } = useWords();
  return (
    <>
      <p className="mb-4 max-w-prose text-sm text-soft">{epochs.check.intro}</p>
      {postedIn === null ? <p>{epochs.check.notPosted}</p> : <Form epoch={epoch} postedIn={postedIn} />}
    </>
  );
}

function Form({ epoch, postedIn }: { epoch: number; postedIn: Hex }) {
  const { check: words } = useWords().epochs;
  const { address } = useWallet();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [bad, setBad] = useState(false);
  const { mutate, data, error, isPending } = useInclusion(epoch, postedIn);
  const account = typed ?? address ?? "";
  const check = (event: FormEvent) => {
    event.preventDefault();
    const known = isAddress(account.trim(), { strict: false });
    setBad(!known);
    if (known) mutate(getAddress(account.trim()));
  };
  return (
    <>
      <form onSubmit={check} className="flex flex-wrap items-end gap-3">
        <div className="max-w-xl min-w-0 flex-1 basis-80">
          <label htmlFor={id} className="block text-sm text-soft">
            {words.account}
          </label>
          <input
            id={id}
            value={account}
            onChange={({ target }) => setTyped(target.value)}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={bad}
            aria-describedby={bad ? `${id}-bad` : undefined}
            className="figures mt-1 min-h-10 w-full rounded-[3px] border border-strong-line bg-raised px-3 py-1.5 text-sm"
          />
        </div>
        <Button type="submit" look="solid" disabled={isPending}>
          {isPending ? words.checking : words.action}
        </Button>
      </form>
      {bad && <FieldProblem id={`${id}-bad`}>{words.bad}</FieldProblem>}
      <div aria-live="polite" className="mt-5">
        {error && (isNotKept(error) ? <NotKept error={error} /> : <Problem error={error} />)}
        {data === null && <p>{words.absent}</p>}
        {data && <Result inclusion={data} />}
      </div>
    </>
  );
}

function isNotKept(error: Error): boolean {
  return error instanceof OracleError && error.code === "proof-not-kept";
}

/** An old epoch's refusal, with the way to the epoch that proves what it paid. */
function NotKept({ error }: { error: Error }) {
  const { check: words } = useWords().epochs;
  const { data } = useEpochs();
  const newest = data?.pages[0]?.epochs.find(({ txHash }) => txHash !== null);
  return (
    <div className="space-y-3">
      <Problem error={error} />
      {newest && (
        <Link prefetch={false} href={`/epochs/${newest.epoch}`} className="text-link">
          {words.inNewest(String(newest.epoch))}
        </Link>
      )}
    </div>
  );
}

/** What was claimed, what was computed here, what the chain has, and whether they agree. */
function Result({ inclusion }: { inclusion: Inclusion }) {
  const { epochs, shortAddress } = useWords();
  const { check: words } = epochs;
  const { whole } = useFormats();
  const { account, cumulativeWei, hashes, computedRoot, chainRoot, block, vetoed } = inclusion;
  const holds = computedRoot === chainRoot;
  return (
    <div data-holds={holds && !vetoed} className="max-w-3xl space-y-3 text-sm">
      <p>{words.claim(shortAddress(account), formatHeed(cumulativeWei))}</p>
      <dl className="space-y-2">
        <div>
          <dt className="text-soft">{words.computed(whole(hashes))}</dt>
          <dd className="figures break-all">{computedRoot}</dd>
        </div>
        <div>
          <dt className="text-soft">{words.chain(whole(Number(block)))}</dt>
          <dd className="figures break-all">{chainRoot}</dd>
        </div>
      </dl>
      {holds && !vetoed ? (
        <p className="border-l-2 border-ink pl-4 font-medium">{words.holds}</p>
      ) : (
        <Notice kind="problem">{holds ? words.vetoed : words.fails}</Notice>
      )}
    </div>
  );
}
