"use client";

import { useWords } from "../language/context.tsx";
import { Section } from "../parts/Section.tsx";
import { Now } from "./Now.tsx";

/** How a price is made, in six steps, and the figures behind it now. */
export function How() {
  const { how: words } = useWords();
  return (
    <>
      <div className="max-w-[44rem] pt-10 pb-10">
        <h1 className="text-4xl leading-tight font-semibold tracking-[-0.015em] sm:text-5xl">{words.title}</h1>
        <p className="mt-4 font-serif text-xl leading-normal text-soft">{words.lead}</p>
      </div>
      <ol className="grid gap-x-10 border-t-2 border-ink sm:grid-cols-2 lg:grid-cols-3">
        {words.steps.map(([title, text], index) => (
          <li key={title} className="border-b border-line py-6">
            <h2 className="flex items-baseline gap-3 text-xl font-semibold">
              <span aria-hidden="true" className="figures font-normal text-soft">
                {index + 1}
              </span>
              {title}
            </h2>
            <p className="mt-2 font-serif text-[1.0625rem] leading-relaxed text-soft">{text}</p>
          </li>
        ))}
      </ol>
      <p className="figures py-12 text-center font-serif text-[1.0625rem] text-balance sm:text-2xl">{words.formula}</p>
      <div className="grid gap-x-16 lg:grid-cols-2">
        <Section title={words.bothTitle}>
          <p className="font-serif text-lg">{words.both}</p>
          <p className="mt-4 font-serif text-lg">{words.nothingMinted}</p>
        </Section>
        <Section title={words.now}>
          <Now />
        </Section>
      </div>
    </>
  );
}
