"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useOracle } from "../oracle/context.tsx";
import { keys } from "../oracle/keys.ts";
import type { FeedItem } from "../oracle/types.ts";
import { useDevice } from "./context.tsx";
import { orderOf } from "./order.ts";

export interface DeviceOrder {
  items: readonly FeedItem[];
  /** The order was made here. */
  own: boolean;
  /** The model is on its way. */
  loading: boolean;
  /** Why the order couldn't be made here. */
  error: Error | null;
  retry(): void;
}

/** The feed's items in the order that this device makes of them, while its reader wants that; else as they came. */
export function useDeviceOrder(items: readonly FeedItem[]): DeviceOrder {
  const oracle = useOracle();
  const { on, history, pieces, look } = useDevice();
  useEffect(look, [look]);
  const model = useQuery({
    queryKey: keys.deviceModel,
    queryFn: async () => {
      const [served, { loadTensorModel }] = await Promise.all([oracle.deviceModel(), import("./tensorModel.ts")]);
      return await loadTensorModel(served);
    },
    enabled: on && pieces > 0,
    staleTime: 10 * 60_000,
  });
  const ids = items.map(({ content }) => content.contentId).join();
  const order = useQuery({
    queryKey: [...keys.deviceOrder, model.dataUpdatedAt, pieces, ids],
    queryFn: async () => {
      const visits = history!.visits();
      const [scores, idle] = await Promise.all([model.data!.scores(visits), model.data!.scores([])]);
      return orderOf(items, visits, model.data!.vocabulary, scores, idle).map(({ content }) => content.contentId);
    },
    enabled: on && pieces > 0 && history !== null && model.data !== undefined,
    // The record may have grown since.
    staleTime: 0,
    gcTime: 0,
  });
  const error = on ? (model.error ?? order.error) : null;
  const places = on && pieces > 0 && order.data ? new Map(order.data.map((id, place) => [id, place])) : null;
  const placeOf = ({ content }: FeedItem) => places?.get(content.contentId) ?? items.length;
  return {
    items: places ? [...items].sort((a, b) => placeOf(a) - placeOf(b)) : items,
    own: places !== null,
    loading: on && pieces > 0 && places === null && error === null,
    error,
    retry: () => void (model.error ? model.refetch() : order.refetch()),
  };
}
