"use client";

import { EyeOff, Heart, Link2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRecorder } from "../attention/context.tsx";
import { useWords } from "../language/context.tsx";
import type { EventKind } from "../oracle/sent.ts";
import type { ContentDetail } from "../oracle/types.ts";

/** Like, share, hide: each is an event, where anything is recorded. */
export function PieceActions({ content }: { content: ContentDetail }) {
  const { piece } = useWords();
  const { recording, unsent, record, flush } = useRecorder();
  const [done, setDone] = useState<ReadonlySet<EventKind>>(new Set());
  const tell = (kind: EventKind) => {
    if (done.has(kind)) return;
    record(kind, content.contentId);
    flush();
    setDone(new Set([...done, kind]));
  };
  const share = async () => {
    tell("share");
    await navigator.clipboard?.writeText(window.location.href).catch(() => {});
  };
  return (
    <section
      aria-label={piece.actions}
      className="mt-10 flex max-w-[38rem] flex-wrap gap-x-2 gap-y-1 border-t border-line pt-3 *:first:-ml-2"
    >
      {recording && (
        <Action
          done={done.has("like")}
          act={() => tell("like")}
          icon={<Heart size={16} fill={done.has("like") ? "currentColor" : "none"} />}
        >
          {done.has("like") ? piece.liked : piece.like}
        </Action>
      )}
      <Action done={false} act={() => void share()} icon={<Link2 size={16} />}>
        {done.has("share") ? piece.shared : piece.share}
      </Action>
      {recording && (
        <Action done={done.has("hide")} act={() => tell("hide")} icon={<EyeOff size={16} />}>
          {done.has("hide") ? piece.hidden : piece.hide}
        </Action>
      )}
      {unsent && (done.has("like") || done.has("hide")) && (
        <p role="status" className="basis-full px-2 text-sm text-soft">
          {piece.unsent}
        </p>
      )}
    </section>
  );
}

interface ActionProps {
  done: boolean;
  act(): void;
  icon: ReactNode;
  children: string;
}

function Action({ done, act, icon, children }: ActionProps) {
  return (
    <button
      type="button"
      aria-pressed={done}
      onClick={act}
      className="inline-flex min-h-10 items-center gap-2 rounded-[3px] px-2 text-sm text-soft hover:text-ink aria-pressed:text-ink"
    >
      <span aria-hidden="true">{icon}</span>
      <span aria-live="polite">{children}</span>
    </button>
  );
}
