"use client";

import { useState } from "react";
import type { Failure } from "../chain/failure.ts";
import { useCampaignActions } from "../chain/useCampaign.ts";
import { useFormats, useWords } from "../language/context.tsx";
import { parseHeed } from "../money/heed.ts";
import type { CampaignDetail } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Field, INPUT } from "../parts/Field.tsx";

/** What its advertiser can do about a campaign: top it up or close it while it runs, take the rest back afterwards. */
export function ManageCampaign({ campaign }: { campaign: CampaignDetail }) {
  const { campaigns: words } = useWords();
  const { date } = useFormats();
  const { topUp, close, refund } = useCampaignActions();
  const [amount, setAmount] = useState("10");
  const [bad, setBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { campaignId, state, availableWei, refundableAtS, refundable, creative } = campaign;
  const open = state === "running" || state === "scheduled";
  const left = BigInt(availableWei);
  const run = async (action: () => Promise<Failure | null>) => {
    setBusy(true);
    await action();
    setBusy(false);
  };
  const submit = () => {
    const wei = parseHeed(amount);
    setBad(wei === null);
    if (wei !== null) void run(() => topUp(campaignId, wei));
  };
  const closeForGood = () => {
    setAsking(false);
    void run(() => close(campaignId, creative?.title ?? words.campaign(campaignId)));
  };
  return (
    <div className="grid gap-8 sm:grid-cols-2">
      {open && (
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label={words.topUpAmount} problem={bad ? words.errors.budget : null}>
            {(props) => (
              <input
                {...props}
                className={INPUT}
                value={amount}
                onChange={(event) => setAmount(event.target.value)}
                inputMode="decimal"
                autoComplete="off"
              />
            )}
          </Field>
          <Button type="submit" disabled={busy}>
            {words.topUp}
          </Button>
        </form>
      )}
      {open && (
        <div>
          <Button disabled={busy} onClick={() => setAsking(true)}>
            {words.close}
          </Button>
          <p className="mt-2 text-sm text-soft">{words.closeHint}</p>
          <Dialog open={asking} onOpenChange={setAsking} title={words.closeTitle} description={words.closeText}>
            <div className="flex flex-wrap gap-3">
              <Button look="solid" onClick={closeForGood}>
                {words.closeConfirm}
              </Button>
              <Button look="quiet" onClick={() => setAsking(false)}>
                {words.closeCancel}
              </Button>
            </div>
          </Dialog>
        </div>
      )}
      {!open && left > 0n && (
        <div>
          <Button disabled={busy || !refundable} onClick={() => void run(() => refund(campaignId, left))}>
            {words.refund}
          </Button>
          <p className="mt-2 text-sm text-soft">{words.refundable(date(refundableAtS * 1000))}</p>
        </div>
      )}
    </div>
  );
}
