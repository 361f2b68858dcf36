"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useOracle } from "./context.tsx";
import { keys } from "./keys.ts";
import type { Consent, CourseInput } from "./sent.ts";
import { useSession } from "./useSession.ts";

/** Says what may be collected and used; the feed and prices follow at once. */
export function useSetConsent() {
  const oracle = useOracle();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (consent: Consent) => oracle.setConsent(consent),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.mine }),
  });
}

/** Everything the oracle knows about the viewer, as a file. */
export function useExport() {
  const oracle = useOracle();
  return useMutation({ mutationFn: oracle.exportMe });
}

/** Erases the viewer: the key is destroyed, consent falls back to none. */
export function useErase() {
  const oracle = useOracle();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: oracle.eraseMe,
    onSuccess: () => Promise.all([keys.session, keys.mine].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}

/** Follows or unfollows a creator. */
export function useFollow(creator: Address) {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { who } = useSession();
  return useMutation({
    mutationFn: (following: boolean) => (following ? oracle.follow(creator) : oracle.unfollow(creator)),
    onSuccess: () => {
      cache.invalidateQueries({ queryKey: keys.creator(who, creator) });
      cache.invalidateQueries({ queryKey: [...keys.feeds(who), "following"] });
    },
  });
}

/** Has the oracle derive a signed price again from its stored inputs and model, and say whether it holds. */
export function useRecompute() {
  const oracle = useOracle();
  return useMutation({ mutationFn: (digest: string) => oracle.explanation(digest) });
}

/** Makes a course, or changes the one of this id. */
export function useSaveCourse(id: string | null) {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { who } = useSession();
  return useMutation({
    mutationFn: (course: CourseInput) => (id === null ? oracle.createCourse(course) : oracle.changeCourse(id, course)),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.courses(who) }),
  });
}

/** Takes a course apart. */
export function useDeleteCourse() {
  const oracle = useOracle();
  const cache = useQueryClient();
  const { who } = useSession();
  return useMutation({
    mutationFn: (id: string) => oracle.deleteCourse(id),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.courses(who), exact: true }),
  });
}
