"use client";

import { useFormats, useWords } from "../language/context.tsx";
import { Switch } from "../parts/Switch.tsx";
import { useDevice } from "./context.tsx";
import type { DeviceOrder } from "./useDeviceOrder.ts";

/** Lets the reader have the feed ranked in this browser, says from what, and forgets it when told to. */
export function DeviceSwitch({ order }: { order: DeviceOrder }) {
  const words = useWords();
  const { device } = words;
  const { whole } = useFormats();
  const { on, setOn, pieces, erase } = useDevice();
  const state = order.error
    ? device.failed
    : order.loading
      ? device.loading
      : order.own
        ? device.own(whole(pieces))
        : device.nothing;
  return (
    <section aria-label={device.label} data-device-order={order.own} className="mt-6 max-w-prose py-4">
      <Switch checked={on} onChange={setOn} label={device.label} hint={device.hint} />
      {(on || pieces > 0) && (
        <p className="mt-2 text-sm text-soft">
          {on && <span role="status">{state} </span>}
          {on && order.error && (
            <button type="button" className="text-link text-ink" onClick={order.retry}>
              {words.retry}
            </button>
          )}{" "}
          {pieces > 0 && (
            <button type="button" className="text-link text-ink" onClick={erase}>
              {device.erase}
            </button>
          )}
        </p>
      )}
    </section>
  );
}
