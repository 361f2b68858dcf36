import type { ReactNode } from "react";

export interface PageProps {
  title: string;
  /** The title's language, where it isn't the page's. */
  lang?: string | undefined;
  intro?: ReactNode;
  children: ReactNode;
}

/** A page's head and body under the masthead. */
export function Page({ title, lang, intro, children }: PageProps) {
  return (
    <>
      <div className="max-w-2xl pt-10 pb-8">
        <h1 lang={lang} className="text-4xl leading-tight font-semibold tracking-[-0.015em] sm:text-5xl">
          {title}
        </h1>
        {intro && <p className="mt-3 font-serif text-lg text-soft">{intro}</p>}
      </div>
      {children}
    </>
  );
}
