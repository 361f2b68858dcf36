import type { Context as HonoContext } from "hono";
import { streamSSE } from "hono/streaming";
import { type TradeEvent, type TradeFeed, tradeId } from "../insight/tradeFeed.ts";
import { HeedError, UnavailableError } from "../service/errors.ts";
import type { Purchase } from "../store/trades.ts";
import { peerOf } from "./guard.ts";
import type { ApiEnv } from "./router.ts";

/**
 * Open streams of all; of one session, or one peer without a session (a browser lets a page have six connections to a host); and of one
 * peer altogether, which may be a proxy with many people behind it.
 */
const MOST_STREAMS = 500;
const MOST_OF_ONE = 20;
const MOST_OF_A_PEER = 200;
/** A reader that is so far behind has gone, or comes back by its Last-Event-ID. */
const MOST_WAITING = 200;
const HEARTBEAT_MS = 15_000;
const COME_BACK_MS = 2_000;

/** Returns the handler that sends purchases as server-sent events, `first` of them at once to who names none. */
export function streamTrades(feed: TradeFeed, tradeOf: (purchase: Purchase) => Promise<object>, first: number) {
  const open = new Map<string, number>();
  let all = 0;
  const count = (who: string, change: 1 | -1) => {
    const left = (open.get(who) ?? 0) + change;
    if (left > 0) open.set(who, left);
    else open.delete(who);
  };
  const enter = (one: string, peer: string) => {
    if (all >= MOST_STREAMS) throw full();
    for (const [who, most] of [
      [one, MOST_OF_ONE],
      [peer, MOST_OF_A_PEER],
    ] as const)
      if ((open.get(who) ?? 0) >= most) throw tooMany(most);
    count(one, 1);
    count(peer, 1);
    all += 1;
  };
  const leave = (one: string, peer: string) => {
    count(one, -1);
    count(peer, -1);
    all -= 1;
  };

  return (c: HonoContext<ApiEnv>) => {
    const peer = `peer ${peerOf(c)}`;
    const one = c.get("session")?.address ?? `stranger ${peer}`;
    const lastId = c.req.header("last-event-id");
    enter(one, peer);
    return streamSSE(c, async (stream) => {
      const waiting: TradeEvent[] = [];
      let ended = false;
      let wake = () => {};
      const end = () => {
        ended = true;
        wake();
      };
      stream.onAbort(end);
      try {
        const { newest, stop } = await feed.subscribe((event) => {
          if (event === null || waiting.length >= MOST_WAITING) return end();
          waiting.push(event);
          wake();
        });
        try {
          waiting.unshift(...missed(newest, lastId, first));
          await stream.write(`retry: ${COME_BACK_MS}\n\n`);
          while (!ended) {
            const event = waiting.shift();
            if (event) {
              const { kind, trade } = event;
              const data = JSON.stringify(kind === "trade" ? await tradeOf(trade) : { id: tradeId(trade) });
              // Only a purchase moves the reader's place: one that was taken back can't be resumed after.
              await stream.writeSSE({ event: kind, data, ...(kind === "trade" && { id: tradeId(trade) }) });
            } else {
              const rested = await new Promise<boolean>((resolve) => {
                const timer = setTimeout(() => resolve(true), HEARTBEAT_MS);
                wake = () => {
                  clearTimeout(timer);
                  resolve(false);
                };
              });
              if (rested) await stream.write(": \n\n");
            }
          }
        } finally {
          stop();
        }
      } finally {
        leave(one, peer);
      }
    });
  };
}

/** The purchases since the one that was last seen, oldest first; where that isn't known (any more), the newest ones. */
function missed(newest: readonly Purchase[], lastId: string | undefined, first: number): TradeEvent[] {
  const place = lastId === undefined ? -1 : newest.findIndex((trade) => tradeId(trade) === lastId);
  const since = newest.slice(0, place === -1 ? (lastId === undefined ? first : newest.length) : place);
  return since.reverse().map((trade) => ({ kind: "trade", trade }));
}

function full(): UnavailableError {
  return new UnavailableError(`${MOST_STREAMS} streams are open, and no more are served.`, {
    code: "too-many-streams",
    hint: "Ask GET /market now and then instead, or come back later.",
  });
}

function tooMany(most: number): HeedError {
  return new HeedError(`${most} streams are open from where this one comes.`, {
    code: "too-many-streams",
    status: 429,
    hint: "Close one of them, or share one.",
    retry: true,
  });
}
