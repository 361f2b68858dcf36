"use client";

import { useSplitTerms } from "../chain/usePublish.ts";
import { useWords } from "../language/context.tsx";
import { useStudio, useStudioPiece } from "../oracle/queries.ts";
import { useSession } from "../oracle/useSession.ts";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SignedIn } from "../session/SignedIn.tsx";
import { PublishForm } from "./PublishForm.tsx";

/** Publishing something new. */
export function PublishNew() {
  const { studio: words } = useWords();
  const { address } = useSession();
  const { data, error, refetch } = useStudio();
  const terms = useSplitTerms();
  return (
    <Page title={words.form.publishTitle} intro={words.form.publishIntro}>
      <SignedIn reason={words.signIn}>
        {error && !data ? (
          <Problem error={error} retry={refetch} />
        ) : data && terms && address ? (
          <PublishForm key={address} creator={address} pieces={data.pieces} terms={terms} old={null} />
        ) : (
          <Loading>{words.loading}</Loading>
        )}
      </SignedIn>
    </Page>
  );
}

/** Publishing a new edition of a piece. */
export function PublishEdition({ contentId }: { contentId: string }) {
  const { studio: words } = useWords();
  const { address } = useSession();
  const { data } = useStudio();
  const { data: old, error, refetch } = useStudioPiece(contentId);
  const terms = useSplitTerms();
  return (
    <Page title={words.form.editTitle} intro={words.form.editIntro}>
      <SignedIn reason={words.signIn}>
        {error && !old ? (
          <Problem error={error} retry={refetch} />
        ) : data && old && terms && address ? (
          <PublishForm key={address} creator={address} pieces={data.pieces} terms={terms} old={old} />
        ) : (
          <Loading>{words.loading}</Loading>
        )}
      </SignedIn>
    </Page>
  );
}
