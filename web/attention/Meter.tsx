"use client";

import { useDevice } from "../device/context.tsx";
import { useFormats, useWords } from "../language/context.tsx";
import { useContentAttention } from "../oracle/queries.ts";
import { Switch } from "../parts/Switch.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { useRecorder } from "./context.tsx";
import { Ring } from "./Ring.tsx";
import type { Dwelling } from "./useDwell.ts";

export interface MeterProps {
  contentId: string;
  /** Expected attention-seconds, if known */
  expected: number | undefined;
  dwelling: Dwelling;
  compact?: boolean;
}

/** The attention meter: what was verified of what was expected, whether it counts now, and the switch that stops it. */
export function Meter({ contentId, expected, dwelling, compact = false }: MeterProps) {
  const words = useWords();
  const { meter, account, feed } = words;
  const { whole } = useFormats();
  const { state, setSwitchedOff } = useRecorder();
  const device = useDevice();
  const dialog = useAccountDialog();
  const { data } = useContentAttention(contentId);
  const seconds = Math.floor((data?.verifiedMs ?? 0) / 1000);
  const cutMs = data?.reductions.reduce((sum, one) => sum + one.cutMs, 0) ?? 0;
  const cuts = data?.reductions.reduce((sum, one) => sum + one.count, 0) ?? 0;
  const active = dwelling === "active";
  const full = expected !== undefined && seconds >= expected;
  const measured = state === "on" || state === "switched-off";
  const off = {
    ...{ on: "", unanswered: meter.unanswered, "signed-out": meter.signedOut },
    ...{ "no-consent": meter.noConsent, "switched-off": meter.switchedOff },
  }[state];
  const ring = (
    <Ring
      share={expected ? seconds / expected : 0}
      size={compact ? "medium" : "large"}
      active={active && state === "on"}
      label={
        expected === undefined
          ? meter.verified(whole(seconds))
          : full
            ? feed.ringFull(whole(seconds))
            : feed.ringLabel(whole(seconds), whole(expected))
      }
    >
      {!compact && <span className="figures text-xl font-medium">{whole(seconds)}</span>}
    </Ring>
  );
  const remedy = (state === "signed-out" || state === "no-consent") && (
    <button type="button" className="text-link text-ink" onClick={() => dialog.open()}>
      {state === "signed-out" ? account.connect : account.consent}
    </button>
  );
  return (
    <section aria-label={meter.title} data-verified-seconds={seconds} data-measuring={state}>
      <div className="flex items-center gap-4">
        {ring}
        <div className="min-w-0 flex-1">
          <p className="figures font-medium text-attention">{meter.verified(whole(seconds))}</p>
          <p className={`text-sm text-soft ${compact && state === "on" ? "truncate" : ""}`}>
            {state !== "on" ? (
              <>
                {off} {device.on && words.device.kept} {remedy}
              </>
            ) : active ? (
              <>
                {meter.counting}
                {expected !== undefined && ` · ${(full ? meter.exceeded : meter.expected)(whole(expected))}`}
              </>
            ) : compact ? (
              meter.pausedShort
            ) : dwelling === "out-of-view" ? (
              meter.outOfView
            ) : (
              meter.paused
            )}
          </p>
        </div>
        {compact && measured && <MeterSwitch on={state === "on"} change={(on) => setSwitchedOff(!on)} bare />}
      </div>
      {!compact && measured && (
        <div className="mt-4">
          <MeterSwitch on={state === "on"} change={(on) => setSwitchedOff(!on)} />
        </div>
      )}
      {!compact && cutMs >= 500 && (
        <p className="mt-3 text-xs text-soft">{meter.cut(whole(cutMs / 1000), whole(cuts))}</p>
      )}
    </section>
  );
}

function MeterSwitch({ on, change, bare = false }: { on: boolean; change(on: boolean): void; bare?: boolean }) {
  const { meter } = useWords();
  return <Switch checked={on} onChange={change} label={meter.on} bare={bare} hint={bare ? undefined : meter.how} />;
}
