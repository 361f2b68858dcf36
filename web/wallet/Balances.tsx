"use client";

import type { Address } from "viem";
import { formatEther } from "viem";
import { useFaucet, useHadFaucet } from "../chain/useFaucet.ts";
import { useBalances } from "../chain/useHoldings.ts";
import { useConfig } from "../config/context.tsx";
import { LOCAL_CHAIN_ID } from "../config/runtime.ts";
import { useWords } from "../language/context.tsx";
import { Amount } from "../money/Amount.tsx";
import { Button } from "../parts/Button.tsx";
import { Problem } from "../parts/Problem.tsx";

/** HEED and ETH of the connected wallet, and the faucet on the local chain. */
export function Balances({ address }: { address: Address }) {
  const { wallet: words, computation } = useWords();
  const { chainId } = useConfig();
  const { eth, heed, error: unread, retry } = useBalances(address);
  const { mutate, isPending, error } = useFaucet();
  const had = useHadFaucet(address);
  return (
    <div className="flex flex-wrap items-start justify-between gap-8">
      <dl className="space-y-4">
        <div>
          <dt className="text-sm text-soft">{words.address}</dt>
          <dd className="figures break-all">{address}</dd>
        </div>
        <div>
          <dt className="text-sm text-soft">{words.holds}</dt>
          <dd className="text-3xl font-medium" data-balance="heed">
            {heed !== undefined && (
              <Amount wei={heed} decimals={2} title={computation.balanceTitle}>
                <p>{computation.balance}</p>
              </Amount>
            )}
          </dd>
          <dd className="figures mt-1 text-soft">
            {eth !== undefined && `${Number(formatEther(eth)).toFixed(4)} ETH`}
          </dd>
          {unread && (
            <dd className="mt-1">
              <Problem error={unread} retry={retry} />
            </dd>
          )}
        </div>
      </dl>
      {chainId === LOCAL_CHAIN_ID && (
        <div className="max-w-xs space-y-2">
          <Button onClick={() => mutate(address)} disabled={isPending || had !== false}>
            {isPending ? words.fauceting : had ? words.fauceted : words.faucet}
          </Button>
          <p className="text-sm text-soft">{words.faucetHint}</p>
          {error && !had && <Problem error={error} />}
        </div>
      )}
    </div>
  );
}
