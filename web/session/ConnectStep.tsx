"use client";

import { BookOpen, Feather, Flame, GraduationCap, type LucideIcon, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useConnectWallet, useWallets } from "../chain/useWallet.ts";
import { useWords } from "../language/context.tsx";
import { Notice } from "../parts/Notice.tsx";
import { failureText } from "../transactions/failureText.ts";

const ICONS: Record<string, LucideIcon> = {
  burner: Flame,
  "demo-reader": BookOpen,
  "demo-creator": Feather,
  "demo-teacher": GraduationCap,
};

interface ChoiceProps {
  name: string;
  hint: string;
  icon: ReactNode;
  disabled: boolean;
  choose(): void;
}

function Choice({ name, hint, icon, disabled, choose }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        disabled={disabled}
        onClick={choose}
        className="flex w-full items-center gap-4 border border-line p-4 text-left hover:border-ink disabled:opacity-60"
      >
        {icon}
        <span>
          <span className="block font-medium">{name}</span>
          <span className="block text-sm text-soft">{hint}</span>
        </span>
      </button>
    </li>
  );
}

/** The wallets of this browser, those that announced themselves first. */
export function ConnectStep() {
  const { connect: words, ...all } = useWords();
  const { burners, announced } = useWallets();
  const { connect, isPending, failure } = useConnectWallet();
  const none = announced.length === 0;
  // The refusal is on screen already, by way of `failure`.
  const choose = (connector: Parameters<typeof connect>[0]) => void connect(connector).catch(() => {});
  return (
    <div className="space-y-4">
      <ul className="space-y-2">
        {announced.map((connector) => (
          <Choice
            key={connector.uid}
            name={connector.name}
            hint={words.injectedHint}
            icon={
              connector.icon?.startsWith("data:") ? (
                // biome-ignore lint/performance/noImgElement: a wallet's own data URI; there is nothing to optimise
                <img src={connector.icon} alt="" width={28} height={28} />
              ) : (
                <Wallet aria-hidden="true" size={28} strokeWidth={1.5} />
              )
            }
            disabled={isPending}
            choose={() => choose(connector)}
          />
        ))}
        {burners.map((connector) => {
          const [name, hint] = words.burners[connector.id] ?? [connector.name, ""];
          const Icon = ICONS[connector.id] ?? Flame;
          return (
            <Choice
              key={connector.uid}
              name={name}
              hint={hint}
              icon={<Icon aria-hidden="true" size={26} strokeWidth={1.5} className="shrink-0" />}
              disabled={isPending}
              choose={() => choose(connector)}
            />
          );
        })}
      </ul>
      {isPending && (
        <p role="status" className="text-sm text-soft">
          {words.waiting}
        </p>
      )}
      {failure && <Notice kind="problem">{failureText({ connect: words, ...all }, failure).text}</Notice>}
      {none && burners.length > 0 && <p className="text-sm text-soft">{words.noneButBurner}</p>}
      {none && burners.length === 0 && (
        <Notice kind="problem">
          {words.none} {words.noneHint}
        </Notice>
      )}
    </div>
  );
}
