"use client";

import { useEffect, useRef } from "react";
import { useRecorder } from "../attention/context.tsx";
import { useWords } from "../language/context.tsx";
import { useBody } from "../oracle/queries.ts";
import type { ContentDetail } from "../oracle/types.ts";
import { useSession } from "../oracle/useSession.ts";
import { Button } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Problem } from "../parts/Problem.tsx";
import { useAccountDialog } from "../session/AccountProvider.tsx";
import { PiecePreview } from "./PiecePreview.tsx";
import { Prose } from "./Prose.tsx";

/** The whole text for whoever owns it; reading to its end is recorded as complete. */
export function FullText({ content, own }: { content: ContentDetail; own: boolean }) {
  const { piece, account, locale } = useWords();
  const { address, known, ...session } = useSession();
  const { data, error, refetch } = useBody(content.contentId, true);
  const dialog = useAccountDialog();
  if (known && !session.error && address === null) {
    return (
      <>
        <PiecePreview content={content} />
        <div lang={locale} className="mt-6">
          <Notice action={<Button onClick={() => dialog.open("sign-in")}>{account.signIn}</Button>}>
            {piece.signInToRead}
          </Notice>
        </div>
      </>
    );
  }
  const problem = session.error ?? error;
  if (problem) {
    return (
      <>
        <PiecePreview content={content} />
        <div lang={locale} className="mt-6">
          <Problem error={problem} retry={session.error ? session.retry : refetch} />
        </div>
      </>
    );
  }
  if (!data) return <Loading>{piece.loadingBody}</Loading>;
  return (
    <div data-full-text>
      {/* Beside the text the buy box says who owns it, except to its author. */}
      <p lang={locale} className={`mb-6 text-sm text-soft ${own ? "" : "lg:hidden"}`}>
        {own ? piece.yourOwn : piece.owned}
      </p>
      <Prose text={data.body} />
      <EndMark contentId={content.contentId} />
    </div>
  );
}

/** The end sign of a magazine piece. Seen, it means that the piece was read to its end. */
function EndMark({ contentId }: { contentId: string }) {
  const { piece } = useWords();
  const { recording, record, flush } = useRecorder();
  const mark = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!recording || mark.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      record("complete", contentId);
      flush();
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [recording, record, flush, contentId]);
  return (
    <p ref={mark} className="mt-8">
      <span className="sr-only">{piece.end}</span>
      <span aria-hidden="true" className="block size-2.5 bg-ink" />
    </p>
  );
}
