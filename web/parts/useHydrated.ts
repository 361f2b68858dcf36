"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page answers yet: a button that the server rendered is dead until then, and should look it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
